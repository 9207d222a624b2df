from odoo import api, fields, models
from odoo.tools import formatLang

from ..lib.cloud_api.pace import LEVELS
from .wa_check import (
    ADDRESS_BOOK,
    GREEN,
    GREY,
    RED,
    STATUS,
    STORAGE,
    SUBSCRIPTION,
    TOKEN,
    VERIFICATION,
    YELLOW,
)
from .wa_check_backup import KEY_BACKUP
from .wa_check_notice import NOTICE
from .wa_check_server import JOURNAL
from .wa_check_template import CODES as TEMPLATES
from .wa_check_throughput import THROUGHPUT
from .wa_read_log_alarm import READ_LOG

LIMIT, NAME, QUALITY = "limit", "name", "quality"
# instead of a fact: what is missing here, or what Meta refused, and why
MISSING, UNKNOWN_ID, NO_RIGHT = "missing", "unknown ID", "no right"
_ID_OF = {STATUS: "phone_number_id", VERIFICATION: "waba_id"}
# how many people may get a template in 24 hours
TIERS = {"50": 50, "250": 250, "1K": 1000, "2K": 2000, "10K": 10000, "100K": 100000}


class WaCheckWords(models.Model):
    """What was found, as people say it: no `False`, no number without its noun.

    A word of Meta's that is not known here, and those of templates in trouble, which
    its own pages explain, stay as Meta reported them.
    """

    _inherit = "wa.check"

    finding = fields.Text(compute="_compute_finding")

    @api.depends_context("lang", "tz")
    @api.depends("code", "value")
    def _compute_finding(self):
        known, counted = self._known_findings(), self._counted_findings()
        for check in self:
            value = check.value or ""
            if check.code == KEY_BACKUP:
                check.finding = check._backup_finding()
                continue
            noun = counted.get(check.code) if value[:1].isdigit() else None
            check.finding = known.get((check.code, value)) or (
                f"{noun} {value}" if noun else self._in_words(check.code, value)
            )

    def _unasked(self, channel):
        return {} if channel.access_token_is_set else {TOKEN: (MISSING, RED, {})}

    def _refused(self, error, about):
        """A fact `about` which Meta says why it does not tell it; else nothing."""
        code, subcode = error.rule.code, error.error and error.error.subcode
        if code in (0, 190):
            return {TOKEN: ("", RED, {})}
        if about and (code in (33, 803) or (code, subcode) == (100, 33)):
            return {about: (UNKNOWN_ID, RED, {})}
        if about and (code in (3, 10) or code in range(200, 300)):
            return {about: (NO_RIGHT, YELLOW, {})}
        return {}

    @api.depends_context("lang", "tz")
    @api.depends("code", "value", "found", "checked_at")
    def _compute_explanation(self):
        result = super()._compute_explanation()
        for check in self.filtered(lambda one: not one._is_stale()):
            check.explanation = check._why_not() or check.explanation
        return result

    def _why_not(self):
        """Why a fact is not known, and what to do."""
        if self.value == MISSING and self.code == TOKEN:
            return self.env._("No access token is stored yet. Please enter it.")
        if self.value == UNKNOWN_ID and self.code in _ID_OF:
            field = self.env["wa.channel"]._fields[_ID_OF[self.code]]
            return self.env._(
                "Meta does not know the %(id)s entered here, or the access token may "
                "not see it. Please compare it with the one at Meta.",
                id=field._description_string(self.env),
            )
        if self.value == NO_RIGHT:
            return self.env._(
                "The access token may not read this. Please check the system user's "
                "rights at Meta."
            )
        if self.code == SUBSCRIPTION and self.found == GREY and self.value:
            return self.env._(
                "Whether our app is among them is not known. Please enter its app ID."
            )
        return ""

    def _in_words(self, code, value):
        """ "Muster GmbH – APPROVED" with Meta's word in the reader's language."""
        name, dash, status = value.rpartition(" – ")
        return name + dash + self._status_words().get((code, status), status)

    def _status_words(self):
        return {
            (VERIFICATION, "verified"): self.env._("verified"),
            (VERIFICATION, "pending"): self.env._("verification under way"),
            (VERIFICATION, "not_verified"): self.env._("not verified"),
            (NAME, "APPROVED"): self.env._("approved"),
            (NAME, "AVAILABLE_WITHOUT_REVIEW"): self.env._("usable without review"),
            (NAME, "PENDING_REVIEW"): self.env._("under review"),
            (NAME, "DECLINED"): self.env._("declined"),
            (STATUS, "CONNECTED"): self.env._("connected"),
            (QUALITY, "GREEN"): self.env._("good"),
            (QUALITY, "YELLOW"): self.env._("medium"),
            (QUALITY, "RED"): self.env._("low"),
            **{
                (THROUGHPUT, level): self.env._(
                    "%(count)s messages a second", count=self._figure(count)
                )
                for level, count in LEVELS.items()
            },
            (LIMIT, "TIER_UNLIMITED"): self.env._("unlimited"),
            **{
                (LIMIT, f"TIER_{tier}"): f"{self._figure(people)} (TIER_{tier})"
                for tier, people in TIERS.items()
            },
        }

    def _figure(self, number):
        return formatLang(self.env, number, digits=0)

    def _known_findings(self):
        usual = self.env._("approved, category Utility")
        return {
            **{(code, "APPROVED – UTILITY"): usual for code in TEMPLATES},
            (STORAGE, "DE (IN_COUNTRY_STORAGE_ENABLED)"): self.env._("Germany"),
            (STORAGE, "DEFAULT"): self.env._("world-wide"),
            (STORAGE, "IN_COUNTRY_STORAGE_DISABLED"): self.env._("world-wide"),
            (STORAGE, "NO_STORAGE_ENABLED"): self.env._("nothing is stored"),
            (TOKEN, "ok"): self.env._("accepted by Meta"),
            (TOKEN, MISSING): self.env._("missing"),
            **{(code, UNKNOWN_ID): self.env._("ID not known") for code in _ID_OF},
            **{(code, NO_RIGHT): self.env._("not allowed") for code in _ID_OF},
            (ADDRESS_BOOK, "is_on_biz_app: False"): self.env._(
                "not in the WhatsApp Business app"
            ),
            (ADDRESS_BOOK, "is_on_biz_app: True"): self.env._(
                "in the WhatsApp Business app"
            ),
        }

    def _counted_findings(self):
        return {
            SUBSCRIPTION: self.env._("subscribed apps:"),
            JOURNAL: self.env._("up to entry no."),
            NOTICE: self.env._("version"),
            READ_LOG: self.env._("entries:"),
        }

    def _explanations(self):
        return super()._explanations() | {
            (LIMIT, GREEN): self.env._(
                "People who may get a template within 24 hours. Answers to customers "
                "who wrote in the last 24 hours do not count."
            ),
            (SUBSCRIPTION, GREEN): self.env._(
                "Meta passes messages on to this app. Write one from your own phone: if "
                "it does not arrive, look at webhook URL and app secret."
            ),
            (QUALITY, GREEN): self.env._(
                "Meta's rating; it falls when customers block or report the number."
            ),
        }
