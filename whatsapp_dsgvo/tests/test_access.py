"""Every public method and every route, called by every kind of user."""

from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.service.model import call_kw, get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_expectations import METHODS, NARROWED, ROLES
from .access_routes import ROUTES
from .access_world import AccessWorld
from .tools import ToolCase

MODULE = "odoo.addons.whatsapp_dsgvo."
QUIET = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.models")


class _Undone(Exception):
    """What a call did is taken back."""


def our_methods(env):
    """{model: names} of what RPC reaches and a class of this addon defines."""
    found = {}
    for name, model in env.items():
        mine = [c for c in type(model).mro() if c.__module__.startswith(MODULE)]
        names = {n for c in mine for n, value in vars(c).items() if callable(value)}
        called = {n for n in names if _is_public(model, n)}
        if called and not model._abstract:
            found[name] = called
    return found


def _is_public(model, name):
    try:
        return bool(get_public_method(model, name))
    except AccessError:
        return False


@tagged("post_install", "-at_install")
class TestTables(ToolCase):
    def test_every_method_and_no_other_has_an_expectation(self):
        found = {
            (model, name)
            for model, names in our_methods(self.env).items()
            for name in names - NARROWED
        }
        expected = {(model, name) for model, row in METHODS.items() for name in row}
        self.assertEqual(found, expected)

    def test_every_route_and_no_other_has_an_expectation(self):
        rules = self.env["ir.http"].routing_map().iter_rules()
        found = {
            rule.endpoint.func.__qualname__
            for rule in rules
            if rule.endpoint.func.__module__.startswith(MODULE)
        }
        self.assertEqual(found, set(ROUTES))

    def test_a_method_nobody_thought_of_is_noticed(self):
        partners = self.env.registry["res.partner"]
        ours = next(c for c in partners.mro() if c.__module__.startswith(MODULE))
        ours.whatsapp_forgotten = lambda self: None
        self.addCleanup(delattr, ours, "whatsapp_forgotten")
        self.assertIn("whatsapp_forgotten", our_methods(self.env)["res.partner"])


@tagged("post_install", "-at_install")
class TestMethods(AccessWorld):
    def _records(self, model, row, env):
        if model in self.wizards:
            return env[model].create(self.wizards[model])
        record = getattr(self, row.on) if row.on else self.records[model]
        self.assertTrue(record, f"no record for {model}")
        return env[model].browse(record.id)

    def _argument(self, value):
        is_fact = isinstance(value, str) and value.startswith("@")
        return getattr(self, value[1:]) if is_fact else value

    def _may(self, model, name, row, user):
        """As RPC calls it, undone afterwards; whether no AccessError came."""
        env = self.env(user=user.id, context={}, su=False)
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                records = self._records(model, row, env)
                method = getattr(type(records), name)
                ids = [] if getattr(method, "_api_model", False) else [records.ids]
                call_kw(env[model], name, [*ids, *map(self._argument, row.args)], {})
                env.flush_all()
                raise _Undone
        except AccessError:
            return False
        except (_Undone, UserError):
            return True
        finally:
            self.env.invalidate_all(flush=False)
            self.env.cr.precommit.clear()

    @mute_logger(*QUIET)
    def test_every_method_by_everybody(self):
        self.assertEqual(set(self.users), set(ROLES))
        with self.allow_requests(all_requests=True):
            for model, rows in METHODS.items():
                for name, row in rows.items():
                    found = {
                        role
                        for role in ROLES
                        if self._may(model, name, row, self.users[role])
                    }
                    too_open, too_shut = found - set(row.roles), set(row.roles) - found
                    with self.subTest(f"{model}.{name}"):
                        self.assertEqual((too_open, too_shut), (set(), set()))

    def test_without_a_login_no_method_is_reached(self):
        self.authenticate(None, None)
        for model, name in (("helpdesk.ticket", "whatsapp_panel"), ("wa.hold", "read")):
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{name}",
                json={"params": {"model": model, "method": name, "args": [[1]]}},
            )
            with self.subTest(name):
                self.assertIn("error", answer.json())


@tagged("post_install", "-at_install")
class TestRoutes(AccessWorld):
    def scene(self):
        super().scene()
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        stage.close_from_portal = True
        self.facts = {
            "key": self.app.webhook_key,
            "slug": self.channel.notice_ids[0].slug,
            "channel": self.channel.uuid,
            "media": self.media.uuid,
            "ticket": self.ticket.id,
            "consent": self.consent().id,
            "stage": stage.id,
        }

    def _status(self, route, role):
        user = self.users[role]
        login = user.login if role != "public" else None
        self.authenticate(login, login)
        headers = dict(route.headers)
        if route.method == "POST":
            headers["X-CSRF-Token"] = Request.csrf_token(self)
        return self.url_open(
            route.path.format(**self.facts),
            data=route.data,
            headers=headers,
            allow_redirects=False,
        ).status_code

    @mute_logger(*QUIET)
    def test_every_route_by_everybody(self):
        for name, route in ROUTES.items():
            found = {role: self._status(route, role) for role in ROLES}
            expected = {
                role: route.answers.get(role, route.otherwise) for role in ROLES
            }
            differing = {r: s for r, s in found.items() if s != expected[r]}
            with self.subTest(name):
                self.assertEqual(differing, {})
