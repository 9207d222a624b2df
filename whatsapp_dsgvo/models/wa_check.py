import json

from odoo import api, fields, models

from ..lib.cloud_api.errors import CloudApiError
from ..lib.keys.errors import KeyStoreError
from .wa_vault import KeysAway

PHONE_FIELDS = (
    "id",
    "display_phone_number",
    "verified_name",
    "status",
    "name_status",
    "code_verification_status",
    "quality_rating",
    "platform_type",
    "throughput",
    "is_official_business_account",
    "is_on_biz_app",
    "whatsapp_business_manager_messaging_limit",
)
WABA_FIELDS = (
    "id",
    "name",
    "account_review_status",
    "business_verification_status",
)
# Names rather than words: before a call of `_` Odoo takes a word for one to translate.
TOKEN, VERIFICATION, STORAGE, STATUS = "token", "verification", "storage", "status"
ADDRESS_BOOK, SUBSCRIPTION = "address_book", "subscription"
GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
COLOURS = {
    "verification": {"verified": GREEN, "pending": YELLOW, "not_verified": YELLOW},
    "name": {"APPROVED": GREEN, "AVAILABLE_WITHOUT_REVIEW": GREEN},
    "quality": {"GREEN": GREEN, "YELLOW": YELLOW, "RED": RED},
    "status": {"CONNECTED": GREEN},
}
# What Meta reports when it has not decided yet: not bad, and not good either.
UNDECIDED = {"PENDING", "PENDING_REVIEW", "UNKNOWN", "NA", "NONE", "UNVERIFIED"}


class WaCheck(models.Model):
    """A fact as Meta reported it, with the time it was read. Unknown is never green."""

    _name = "wa.check"
    _description = "Checked fact"
    _order = "channel_id, sequence, id"

    channel_id = fields.Many2one(
        "wa.channel", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="channel_id.company_id", store=True)
    sequence = fields.Integer()
    code = fields.Selection(
        [
            ("token", "Access token"),
            ("verification", "Business verification"),
            ("name", "Display name"),
            ("status", "Number"),
            ("quality", "Quality"),
            ("limit", "Messaging limit"),
            ("storage", "Storage of contents at Meta"),
            ("address_book", "Address book"),
            ("subscription", "Webhook subscription"),
        ],
        required=True,
        readonly=True,
    )
    value = fields.Char(readonly=True)
    explanation = fields.Text(compute="_compute_explanation")
    evidence = fields.Text("Meta's answer", readonly=True)
    # then; what counts now is the colour, see `wa_check_age`
    found = fields.Selection(
        [
            (GREEN, "Fine"),
            (YELLOW, "Look at it"),
            (RED, "Wrong"),
            (GREY, "Unknown"),
        ],
        string="Result when checked",
        required=True,
        readonly=True,
        default=GREY,
    )
    checked_at = fields.Datetime(readonly=True)

    _code_uniq = models.UniqueIndex("(channel_id, code)")

    @api.depends_context("lang")
    @api.depends("code", "value", "found")
    def _compute_explanation(self):
        texts = self._explanations()
        for check in self:
            check.explanation = texts.get((check.code, check.found)) or texts.get(
                (check.code, None), ""
            )

    def _explanations(self):
        """Only claims that are true; the storage text names its exact scope."""
        return {
            (STORAGE, GREEN): self.env._(
                "Applies to message contents and files at rest. During processing "
                "(up to 60 minutes) they may be outside the EU; metadata and Meta's "
                "contact book are not covered."
            ),
            (STORAGE, YELLOW): self.env._(
                "Contents may be stored in data centres world-wide, for up to 30 days."
            ),
            (STORAGE, GREY): self.env._("Meta did not say where contents are stored."),
            (VERIFICATION, None): self.env._("As Meta reports it."),
            (ADDRESS_BOOK, GREEN): self.env._(
                "The number is not used in the WhatsApp Business app; Meta sends no "
                "address book, and we would refuse it."
            ),
            (ADDRESS_BOOK, RED): self.env._(
                "The number is also used in the WhatsApp Business app, so an address "
                "book could be transferred. Please remove it from the app."
            ),
            (TOKEN, RED): self.env._(
                "Meta refuses the access token. Please store a new one."
            ),
            (SUBSCRIPTION, RED): self.env._(
                "Without a subscription no message arrives."
            ),
        }

    @api.model
    def _run(self, channel, set_up=False):
        """Ask Meta once for each group of facts; an answer that fails stays grey.

        :param set_up: what is missing at Meta may be created there
        """
        facts = self._facts(channel, set_up)
        unknown = dict.fromkeys(dict(self._fields["code"].selection), ("", GREY, {}))
        self._put(channel, {**unknown, **facts})

    def _facts(self, channel, set_up):
        try:
            client = channel._client()
        except (ValueError, KeysAway, KeyStoreError):
            # without a token Meta can't be asked, but the server can
            return self._unasked(channel)
        results = {}
        results.update(
            self._ask(lambda: client.phone_number(PHONE_FIELDS), self._phone, STATUS)
        )
        results.update(
            self._ask(lambda: client.waba(WABA_FIELDS), self._waba, VERIFICATION)
        )
        results.update(self._ask(client.settings, self._storage))
        results.update(
            self._ask(
                client.subscribed_apps,
                lambda answer: self._subscription(answer, channel),
            )
        )
        return results

    def _ask(self, call, read, about=None):
        try:
            return read(call())
        except CloudApiError as error:
            return self._refused(error, about)
        except (ValueError, KeysAway, KeyStoreError):
            return {}

    def _phone(self, answer):
        return {
            "token": ("ok", GREEN, {}),
            "name": self._rated("name", answer, "name_status", "verified_name"),
            "status": self._rated("status", answer, "status", "display_phone_number"),
            "quality": self._rated("quality", answer, "quality_rating"),
            "limit": self._plain(answer, "whatsapp_business_manager_messaging_limit"),
            "address_book": self._address_book(answer),
        }

    def _rated(self, code, answer, key, label=None):
        value = answer.get(key)
        if not value:
            return "", GREY, answer
        shown = f"{answer[label]} – {value}" if answer.get(label) else str(value)
        rating = COLOURS[code].get(str(value).upper()) or COLOURS[code].get(
            str(value).lower()
        )
        fallback = GREY if str(value).upper() in UNDECIDED else RED
        return shown, rating or fallback, {key: value}

    def _plain(self, answer, key):
        value = answer.get(key)
        return str(value or ""), (GREEN if value else GREY), {key: value}

    def _address_book(self, answer):
        shared = answer.get("is_on_biz_app")
        if shared is None:
            return "", GREY, {}
        colour = RED if shared else GREEN
        return f"is_on_biz_app: {shared}", colour, {"is_on_biz_app": shared}

    def _waba(self, answer):
        return {
            "verification": self._rated(
                "verification", answer, "business_verification_status", "name"
            )
        }

    def _storage(self, answer):
        """Meta spells the status in upper and lower case; both are the same."""
        storage = answer.get("storage_configuration") or {}
        status = str(storage.get("status") or "").upper()
        region = str(storage.get("data_localization_region") or "").upper()
        if status == "NO_STORAGE_ENABLED":
            return {"storage": (status, GREEN, storage)}
        if status == "IN_COUNTRY_STORAGE_ENABLED":
            colour = GREEN if region == "DE" else YELLOW
            return {"storage": (f"{region} ({status})", colour, storage)}
        if status in ("DEFAULT", "IN_COUNTRY_STORAGE_DISABLED"):
            return {"storage": (status, YELLOW, storage)}
        return {"storage": (status, GREY, storage)}

    def _subscription(self, apps, channel):
        """Fine only if our own app is among the subscribed ones."""
        ids = {
            str((entry.get("whatsapp_business_api_data") or {}).get("id") or "")
            for entry in apps
        }
        ours = channel.app_id.meta_app_id
        if not apps or (ours and ours not in ids):
            return {"subscription": (str(len(apps)), RED, apps)}
        return {"subscription": (str(len(apps)), GREEN if ours else GREY, apps)}

    def _put(self, channel, facts):
        now = fields.Datetime.now()
        # sudo: wa.check - facts are written by the check, never by a person
        checks = self.sudo()
        known = {check.code: check for check in channel.sudo().check_ids}
        order = [code for code, _label in self._fields["code"].selection]
        for code, (value, colour, evidence) in facts.items():
            vals = {
                "sequence": order.index(code),
                "value": value,
                "found": colour,
                "evidence": json.dumps(evidence, ensure_ascii=False, default=str),
                "checked_at": now,
            }
            if code in known:
                known[code].write(vals)
            else:
                checks.create({**vals, "code": code, "channel_id": channel.id})
