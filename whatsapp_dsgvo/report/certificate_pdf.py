"""The certificate as PDF, drawn from nothing but its signed facts."""

import io
from datetime import date, datetime, timezone
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from ..lib.privacy.certificate import fingerprint_of
from . import certificate_words as words

BERLIN = ZoneInfo("Europe/Berlin")


def render(facts, lang):
    """German for every German locale, else English."""
    page = _Page("de" if lang.startswith("de") else "en")
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=20 * mm,
        title=f"{words.TITLE[page.lang]} {facts['number']}",
        author=facts["controller"],
    )
    document.build(page.story(facts))
    return file.getvalue()


def counts(numbers, lang):
    """The same words for the screen."""
    page = _Page("de" if lang.startswith("de") else "en")
    return "\n".join(f"{name}: {number}" for name, number in page._count_rows(numbers))


class _Page:
    def __init__(self, lang):
        self.lang = lang
        self.place = 0 if lang == "de" else 1
        styles = getSampleStyleSheet()
        self.title, self.head = styles["Title"], styles["Heading3"]
        self.text, self.small = styles["BodyText"], styles["Code"]

    def story(self, facts):
        return [
            Paragraph(escape(words.TITLE[self.lang]), self.title),
            self._table(self._head_rows(facts)),
            Paragraph(words.DECISION[facts["decision"]][self.place], self.head),
            Paragraph(words.ERASED[self.lang], self.head),
            self._table(self._count_rows(facts["erased"])),
            Spacer(1, 4 * mm),
            *[Paragraph(escape(line), self.text) for line in self._sentences(facts)],
            Spacer(1, 6 * mm),
            *self._proof(facts),
        ]

    def _table(self, rows):
        cells = [
            [Paragraph(escape(str(cell)), self.text) for cell in row] for row in rows
        ]
        top = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        return Table(cells, colWidths=(75 * mm, 90 * mm), hAlign="LEFT", style=top)

    def _key(self, name):
        return words.KEYS[name][self.place]

    def _level(self, level):
        """A number says nothing to the person."""
        return words.LEVELS.get(str(level), (level, level))[self.place]

    def _head_rows(self, facts):
        request = facts["request"]
        return [
            (self._key("number"), facts["number"]),
            (self._key("controller"), facts["controller"]),
            *self._officer_rows(facts),
            (self._key("received"), self._time(request["received"])),
            (self._key("identity_level"), self._level(request["identity_level"])),
            *self._scope_rows(facts),
            (self._key("legal_end"), self._day(request["legal_end"])),
            (self._key("started"), self._time(facts["started"])),
            (self._key("finished"), self._time(facts["finished"])),
            (self._key("keys_destroyed"), self._time(facts["keys_destroyed"])),
            (self._key("unreadable"), self._day(facts["unreadable_in_backups_from"])),
        ]

    def _officer_rows(self, facts):
        """None where no notice names anybody."""
        officer = facts.get("data_protection_officer")
        return [(self._key("officer"), officer)] if officer else []

    def _scope_rows(self, facts):
        """None in a certificate that was signed before it told them."""
        kinds = facts.get("scope", {}).get("identities", {})
        told = ", ".join(
            f"{words.KINDS.get(kind, (kind, kind))[self.place]}: {number}"
            for kind, number in kinds.items()
        )
        return [(self._key("scope"), told)] if told else []

    def _count_rows(self, counts):
        return [
            (words.COUNTS.get(name, (name, name))[self.place], number)
            for name, number in counts.items()
        ]

    def _sentences(self, facts):
        lang = self.lang
        for kept in facts["kept"]:
            told = {**kept, "until": self._day(kept["until"])}
            yield words.KEPT[lang].format(**told)
        # one that was signed before it told of contacts has none
        for until in facts.get("contact_kept_until", ()):
            yield words.CONTACT_KEPT[lang].format(until=self._day(until))
        yield words.DISK[lang].format(count=facts["files_gone_from_disk"])
        yield words.BACKUPS[lang].format(days=facts["key_backup_days"])
        yield words.RESTORE[facts["protected_against_restore"]][lang]
        yield words.SUPPRESSION[facts["suppression_kept"]][lang]
        yield words.TOMBSTONE[lang]
        meta = facts["meta"]
        asked = words.META_QUARANTINED if meta.get("quarantined") else words.META
        yield asked[lang].format(**meta)
        if meta.get("not_asked"):
            yield words.META_NOT_ASKED[lang].format(**meta)
        if meta.get("blocks"):
            left = meta["blocks"] - meta["lifted"]
            yield words.BLOCKS[lang].format(**meta, left=left)
        if "book" in meta:
            yield from self._book(meta["book"])
        if facts.get("person_told"):
            yield words.TOLD[facts["person_told"]][lang]
        yield words.COPIES[lang].format(
            count=facts["copies_to_be_checked_by_hand"], asked=facts["colleagues_asked"]
        )
        yield words.REMEDIES[lang]
        yield words.VERIFY[lang]

    def _book(self, book):
        """None in a certificate of the time before Meta was asked for it."""
        left = book["asked"] - book["deleted"] - book["absent"]
        if not book["asked"]:
            yield words.BOOK_UNKNOWN[self.lang]
        elif left < book["asked"]:
            yield words.BOOK[self.lang].format(
                **{**book, "asked": book["asked"] - left}
            )
        if left:
            yield words.BOOK_LEFT[self.lang].format(left=left)

    def _proof(self, facts):
        lines = {
            "ledger": facts["ledger"]["seq"],
            "hash": facts["ledger"]["entry_hash"],
            "anchor": facts["ledger"].get("anchor"),
            "public_key": facts["public_key"],
            "fingerprint": fingerprint_of(bytes.fromhex(facts["public_key"])),
            "signature": facts["signature"],
        }
        # one that was signed before it told the anchor has none
        for name, value in ((n, v) for n, v in lines.items() if v is not None):
            yield Paragraph(escape(f"{self._key(name)}:"), self.text)
            yield Paragraph(escape(str(value)), self.small)

    def _time(self, text):
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
        at = at.astimezone(timezone.utc).astimezone(BERLIN)
        return at.strftime("%d.%m.%Y %H:%M" if self.lang == "de" else "%Y-%m-%d %H:%M")

    def _day(self, text):
        day = date.fromisoformat(text)
        return day.strftime("%d.%m.%Y" if self.lang == "de" else "%Y-%m-%d")
