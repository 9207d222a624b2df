"""Every group on every model, as a table; companies; screens; the bus."""

from odoo.tests import new_test_user, tagged

from .tools import ToolCase

ROLES = tuple(
    "agent triage coordinator dpo channel_admin it_admin helpdesk_only".split()
)
# model: who may read; who may also write, create and delete
READ = {
    "wa.app": ("channel_admin",),
    "wa.channel": ("agent", "triage", "coordinator", "dpo", "channel_admin"),
    "wa.check": ("coordinator", "dpo", "channel_admin"),
    "wa.notice": ("agent", "coordinator", "dpo", "channel_admin"),
    "wa.purpose": ROLES,
    "wa.event": ("channel_admin",),
    "wa.template": ("coordinator", "dpo", "channel_admin"),
    "wa.media": (),
    "wa.self.network": (),
    "wa.self.visit": (),
    "wa.export": ("coordinator", "dpo"),
    "wa.export.line": ("coordinator",),
    "wa.export.fetch": ("coordinator", "dpo"),
    "wa.document": ("coordinator", "dpo"),
    "wa.processor": ("coordinator", "dpo"),
    "wa.measure": ("coordinator", "dpo"),
    "wa.incident": ("coordinator", "dpo"),
    "wa.message": ("triage", "coordinator", "dpo", "channel_admin"),
    "wa.subject": ("agent", "coordinator", "dpo"),
    "wa.identity": ("agent", "coordinator", "dpo"),
    "wa.conversation": (),
    "wa.consent": ("agent", "coordinator", "dpo"),
    "wa.ledger.entry": ("coordinator", "dpo"),
    "wa.ledger.anchor": ("dpo",),
    "wa.suppression": ("coordinator", "dpo"),
    "wa.journal.mark": ("dpo",),
    "wa.restore": ("coordinator", "dpo"),
    "wa.allowance": (),
    "wa.number.search": ("dpo",),
    "wa.read.log": ("coordinator", "dpo"),
    "wa.read.log.start": ("dpo",),
    "wa.emergency": ("coordinator", "dpo", "channel_admin"),
    "wa.number.show": ("agent", "coordinator", "dpo"),
    "wa.hold": ("coordinator", "dpo"),
    "wa.retention.rule": ("coordinator", "dpo"),
    "wa.retention.run": ("coordinator", "dpo"),
    "wa.retention.line": ("coordinator", "dpo"),
    "wa.retention.left": ("coordinator", "dpo"),
    "wa.retention.key": (),
    "wa.withdrawal": ("agent", "coordinator"),
    "wa.block": ("agent", "coordinator"),
    "wa.meta.call": (),
    "wa.request": ("coordinator", "dpo"),
    "wa.request.letter": ("coordinator", "dpo"),
    "wa.erasure": ("coordinator", "dpo"),
    "wa.erasure.start": ("coordinator",),
    "wa.request.report": ("agent",),
    "wa.hold.start": ("agent",),
    "wa.hold.start.line": ("agent",),
    "wa.tombstone": ("dpo",),
}
CHANGE = {
    "wa.app": {"channel_admin": ("write", "create", "unlink")},
    "wa.channel": {"channel_admin": ("write", "create", "unlink")},
    "wa.notice": {
        "channel_admin": ("write", "create", "unlink"),
        "coordinator": ("write", "create"),
    },
    "wa.export": {"coordinator": ("write",)},
    "wa.export.line": {"coordinator": ("write",)},
    "wa.processor": {"coordinator": ("write", "create")},
    "wa.measure": {"coordinator": ("write", "create")},
    "wa.incident": {"coordinator": ("write", "create")},
    "wa.hold": {"coordinator": ("write", "create")},
    "wa.retention.rule": {"coordinator": ("write", "create", "unlink")},
    "wa.withdrawal": {
        "agent": ("write", "create", "unlink"),
        "coordinator": ("write", "create", "unlink"),
    },
    "wa.block": {
        "agent": ("write", "create", "unlink"),
        "coordinator": ("write", "create", "unlink"),
    },
    "wa.request": {"coordinator": ("write", "create", "unlink")},
    "wa.request.letter": {"coordinator": ("write",)},
    "wa.erasure.start": {"coordinator": ("write", "create", "unlink")},
    "wa.request.report": {"agent": ("write", "create", "unlink")},
    "wa.hold.start": {"agent": ("write", "create", "unlink")},
    "wa.hold.start.line": {"agent": ("write", "create", "unlink")},
    "wa.emergency": {"dpo": ("create",), "channel_admin": ("create",)},
    "wa.number.show": dict.fromkeys(
        ("agent", "coordinator", "dpo"), ("write", "create", "unlink")
    ),
}
WIZARDS = {
    "wa.withdrawal",
    "wa.block",
    "wa.erasure.start",
    "wa.request.report",
    "wa.hold.start",
    "wa.hold.start.line",
    "wa.number.show",
    "wa.retention.left",
}
# A restored backup concerns the whole installation.
NO_COMPANY = {"wa.purpose", "wa.restore"} | WIZARDS
SEALED = {
    "wa.app": (
        "app_secret_sealed",
        "previous_app_secret_sealed",
        "verify_token_sealed",
    ),
    "wa.channel": ("access_token_sealed",),
    "wa.event": ("body", "digest"),
    "wa.message": ("content_sealed", "wamid_sealed", "choice_nonce"),
    "wa.subject": ("profile_name_sealed",),
    "wa.identity": ("value_sealed",),
    "wa.request.letter": ("text_sealed",),
    "wa.ledger.entry": ("blob",),
}
# action: who gets its menu
SCREENS = {
    "helpdesk_ticket_action_whatsapp": ("agent",),
    "wa_message_action_triage": ("triage",),
    "wa_request_action": ("coordinator", "dpo"),
    "wa_subject_action": ("coordinator", "dpo"),
    "wa_erasure_action": ("coordinator", "dpo"),
    "wa_restore_action": ("coordinator", "dpo"),
    "wa_hold_action": ("coordinator", "dpo"),
    "wa_consent_action": ("coordinator", "dpo"),
    "wa_ledger_entry_action": ("coordinator", "dpo"),
    "wa_suppression_action": ("coordinator", "dpo"),
    "wa_number_search_action": ("dpo",),
    "wa_read_log_action": ("coordinator", "dpo"),
    "wa_emergency_action": ("coordinator", "dpo", "channel_admin"),
    "wa_notice_action": ("coordinator", "dpo"),
    "wa_document_action": ("coordinator", "dpo"),
    "wa_processor_action": ("coordinator", "dpo"),
    "wa_measure_action": ("coordinator", "dpo"),
    "wa_incident_action": ("coordinator", "dpo"),
    "wa_retention_rule_action": ("coordinator", "dpo"),
    "wa_retention_run_action": ("coordinator", "dpo"),
    "wa_retention_line_action_overdue": ("coordinator", "dpo"),
    "helpdesk_ticket_action_undecided": ("agent",),
    "wa_channel_action": ("channel_admin",),
    "wa_app_action": ("channel_admin",),
    "wa_event_action": ("channel_admin",),
    "wa_message_action_parked": ("channel_admin",),
}


@tagged("post_install", "-at_install")
class TestMatrix(ToolCase):
    def _models(self):
        models = self.env["ir.model"].search([("model", "=like", "wa.%")])
        return {
            model.model
            for model in models
            if not self.env[model.model]._abstract and not model.transient
        } | WIZARDS

    def test_table_knows_every_model(self):
        self.assertEqual(self._models(), set(READ))

    def test_every_role_may_do_what_the_table_says_and_no_more(self):
        for model, readers in READ.items():
            for role in ROLES:
                may = set(CHANGE.get(model, {}).get(role, ()))
                may |= {"read"} if role in readers else set()
                records = self.env[model].with_user(getattr(self, role))
                found = {
                    mode
                    for mode in ("read", "write", "create", "unlink")
                    if records.has_access(mode)
                }
                with self.subTest(f"{role} on {model}"):
                    self.assertEqual(found, may)

    def test_portal_and_public_users_have_no_right_at_all(self):
        portal = new_test_user(self.env, "test-portal", groups="base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for model in READ:
                with self.subTest(f"{user.login} on {model}"):
                    self.assertFalse(self.env[model].with_user(user).has_access("read"))

    def test_sealed_fields_are_for_the_system_only(self):
        for model, names in SEALED.items():
            for name in names:
                with self.subTest(f"{model}.{name}"):
                    groups = self.env[model]._fields[name].groups
                    self.assertEqual(groups, "base.group_system")

    def test_sealed_fields_can_not_be_read_by_those_who_read_the_rest(self):
        for model, names in SEALED.items():
            for role in READ[model]:
                records = self.env[model].with_user(getattr(self, role))
                with self.subTest(f"{role} on {model}"):
                    self.assertFalse(set(names) & set(records.fields_get()))


@tagged("post_install", "-at_install")
class TestScreens(ToolCase):
    def scene(self):
        super().scene()
        self.agree()
        self.write("Ich kündige", "+4915155500010")

    def _open(self, xmlid, role):
        """As the web client does: the views, then the records with their fields."""
        user = getattr(self, role)
        action = self.env.ref(f"whatsapp_dsgvo.{xmlid}").sudo()
        model = self.env[action.res_model].with_user(user)
        kinds = [kind for kind in action.view_mode.split(",") if kind != "form"]
        views = model.get_views([(False, kind) for kind in [*kinds, "form", "search"]])
        for kind in kinds:
            names = views["models"][action.res_model]["fields"]
            arch = views["views"][kind]["arch"]
            wanted = {n: {} for n in names if f'name="{n}"' in arch}
            model.web_search_read([], wanted, limit=80)

    def test_every_role_opens_its_screens(self):
        for xmlid, roles in SCREENS.items():
            for role in roles:
                with self.subTest(f"{role}: {xmlid}"):
                    self._open(xmlid, role)

    def test_menus_are_shown_to_the_roles_of_the_table_only(self):
        for role in ROLES:
            menus = self.env["ir.ui.menu"].with_user(getattr(self, role))
            shown = menus.load_menus(False).values()
            actions = {menu.get("action_id") for menu in shown}
            for xmlid, roles in SCREENS.items():
                action = self.env.ref(f"whatsapp_dsgvo.{xmlid}")
                with self.subTest(f"{role}: {xmlid}"):
                    self.assertEqual(action.id in actions, role in roles)

    def test_every_group_of_agents_opens_a_contact_and_a_ticket(self):
        for role, model in (
            ("agent", "helpdesk.ticket"),
            ("agent", "res.partner"),
            ("coordinator", "res.partner"),
            ("dpo", "res.partner"),
            ("helpdesk_only", "helpdesk.ticket"),
        ):
            with self.subTest(f"{role}: {model}"):
                records = self.env[model].with_user(getattr(self, role))
                names = records.get_views([(False, "form")])["models"][model]["fields"]
                flat = {n: {} for n in names if n in records.fields_get()}
                records.search([], limit=3).web_read(flat)
