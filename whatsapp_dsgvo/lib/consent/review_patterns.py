"""Sentences that may be a withdrawal or a request under Art. 15-22 GDPR.

A withdrawal is free of form (Art. 7 (3) GDPR), so no list can be complete; what these
patterns find pauses advertising and is shown to a person. They are searched in
normalised text: lower case, no accents, one space. "oe?" covers "ö" and "oe". Gaps are
bounded, so that a long text cannot make the search slow. A text with none of the `STEMS`
fits no pattern; usual messages are done with that.
"""

from __future__ import annotations

import re

_DATA = (
    r"(?:\w*daten|nummer|\w*rufnummer|telefonnummer|handynummer|kontakt|chat|"
    r"chatverlauf|verlauf|nachrichten|konto|profil|alles)"
)
_DELETE = r"(?:ge)?loe?sch(?:e|en|t|st|ung|antrag|anfrage|antraege|begehren)?"
_GAP = r"\b.{0,40}\b"

ERASURE: tuple[str, ...] = (
    rf"^(?:alles |bitte )?{_DELETE}(?: bitte)?$",
    rf"\b{_DATA}{_GAP}{_DELETE}\b",
    rf"\b{_DELETE}{_GAP}{_DATA}\b",
    r"\b(?:daten|konto)loe?schung\b",
    r"\brecht auf (?:loe?schung|vergessen)",
    r"^(?:please )?(?:delete|erase)(?: all| everything| please)?$",
    r"\b(?:delete|erase|remove)\b.{0,25}\b(?:data|details|number|account|info\w*|me)\b",
    r"\b(?:data|gdpr) (?:deletion|erasure)\b",
    r"\bright to be forgotten\b|\bforget me\b",
    r"\b(?:supprime[rz]?|effacez?r?)\b.{0,25}\b(?:donnees|numero)\b",
    r"\b(?:borr\w+|elimin\w+|suprim\w+)\b.{0,25}\b(?:datos|numero|dados)\b",
    r"\b(?:cancell\w+|elimin\w+)\b.{0,25}\bdati\b",
    r"\bverilerim\w*\b.{0,25}\bsil",
    r"\b(?:usun\w*|skasuj\w*)\b.{0,25}\bdane\b",
    r"\bverwijder\w*\b.{0,25}\bgegevens\b",
    r"\bsmaz\w*\b.{0,25}\b(?:udaje|data)\b",
    r"\b(?:radera|ta bort)\b.{0,25}\b(?:uppgifter|data)\b",
    r"\bудалит\w*\b.{0,25}\b(?:данные|номер)",
    r"\bвидалі\w*\b.{0,25}\b(?:дані|номер)",
    r"\b(?:احذف\w*|حذف)\b.{0,25}بيانات",
    r"\bart(?:ikel)? ?17\b.{0,15}\b(?:ds ?gvo|gdpr)\b|\bart 17\b",
)

ACCESS: tuple[str, ...] = (
    r"^(?:bitte |um |daten)?auskunft(?: bitte)?$",
    r"\bauskunft\b.{0,60}\b(?:\w*daten|ds ?gvo|gespeichert\w*)\b",
    r"\b(?:ds ?gvo|daten) ?auskunft\b|\bauskunfts(?:ersuchen|antrag|anfrage|recht)",
    r"\b(?:welche|was)\b.{0,25}\bdaten\b.{0,40}\b(?:gespeichert|speicher\w*|haben)\b",
    r"\bdatenkopie\b|\bkopie\b.{0,25}\bmeiner\b.{0,25}\bdaten\b",
    r"\b(?:subject access|access request|data access)\b",
    r"\bcopy of\b.{0,20}\bmy (?:personal )?data\b|\bgdpr request\b",
    r"\bwhat data\b.{0,30}\b(?:have|hold|store|keep)\b",
    r"\bart(?:ikel)? ?15\b.{0,15}\b(?:ds ?gvo|gdpr)\b|\bart 15\b",
)

OBJECTION: tuple[str, ...] = (
    r"^(?:bitte )?widerspruch(?: bitte)?$",
    r"\bwidersprech?\w*\b.{0,60}\b(?:\w*daten|\w*verarbeitung|nutzung|werbung|speicherung)\b",
    r"\bwiderspruch\b.{0,60}\b(?:\w*daten|\w*verarbeitung|nutzung|werbung|speicherung)\b",
    r"\b(?:daten|verarbeitung|nutzung|werbung|speicherung)\b.{0,40}\bwidersprech",
    r"\bi object\b.{0,40}\b(?:data|processing|marketing|advertising|use)\b",
    r"\bart(?:ikel)? ?21\b.{0,15}\b(?:ds ?gvo|gdpr)\b",
)

# An address that is told anew is everyday business; these name data or the right.
RECTIFICATION: tuple[str, ...] = (
    r"\bberichtig\w*\b.{0,40}\b(?:\w*daten|angaben)\b",
    r"\b(?:\w*daten|angaben)\b.{0,40}\bberichtig\w*\b|\bdatenberichtigung\b",
    r"\brecht auf berichtigung\b",
    r"\b(?:rectif\w+|correct)\b.{0,25}\bmy (?:personal )?(?:data|details)\b",
    r"\bart(?:ikel)? ?16\b.{0,15}\b(?:ds ?gvo|gdpr)\b",
)

RESTRICTION: tuple[str, ...] = (
    r"\bverarbeitung\b.{0,40}\bein(?:zu)?schr(?:a|ae)nk\w*\b",
    r"\beinschr(?:a|ae)nk\w*\b.{0,40}\b\w*verarbeitung\b",
    r"\bschr(?:a|ae)nk\w*\b.{0,40}\bverarbeitung\b.{0,40}\bein\b",
    r"\brestrict\w*\b.{0,30}\bprocessing\b|\bprocessing\b.{0,30}\brestrict\w*\b",
    r"\bart(?:ikel)? ?18\b.{0,15}\b(?:ds ?gvo|gdpr)\b",
)

PORTABILITY: tuple[str, ...] = (
    r"\bdaten(?:uebertragbarkeit|ubertragbarkeit|uebertragung|ubertragung|portabilitat)\b",
    r"\bdata portability\b|\bport my (?:personal )?data\b",
    r"\bdaten\b.{0,40}\bmaschinenlesbar\w*\b|\bmaschinenlesbar\w*\b.{0,40}\bdaten\b",
    r"\bart(?:ikel)? ?20\b.{0,15}\b(?:ds ?gvo|gdpr)\b",
)

WITHDRAWAL: tuple[str, ...] = (
    r"\bkeine\b.{0,25}\b(?:werbung|nachrichten|infos|newsletter|whats ?app)\b",
    (
        r"\b(?:nicht|nichts|nie|niemals)\b.{0,15}\b(?:mehr|wieder)\b.{0,30}"
        r"\b(?:an)?(?:schreiben|schreibt|kontaktier\w*|melden|senden|schicken)\b"
    ),
    (
        r"\b(?:schreib|schreiben|schreibt|kontaktieren|schick|schicken|senden)\b.{0,25}"
        r"\b(?:nicht|nichts|nie) mehr\b"
    ),
    r"\bwiderruf|\bwiderrief|\babmeld|\babbestell|\baustragen\b|\bmelde\b.{0,25}\bab$",
    r"\blass(?:t|en)?\b.{0,12}\b(?:mich|uns)\b.{0,12}\bin (?:ruhe|frieden)\b",
    r"\bstopp?\b.{0,20}\b(?:werbung|newsletter|nachrichten|whats ?app)\b",
    r"\bhoe?r(?:en|t)?\b.{0,10}\bauf\b.{0,20}\b(?:schreib|nachricht|belastig|belaestig)",
    (
        r"\b(?:nehme|nehmen|ziehe)\b.{0,25}\b(?:einwilligung|zustimmung|einverstandnis)\b"
        r".{0,12}\bzuruck\b"
    ),
    r"\bunsubscribe\b|\bopt(?:ing)? ?out\b|\bleave me alone\b",
    r"\bstop (?:sending|messaging|texting|writing|contacting|these|the messages|spam)",
    r"\bno more\b.{0,15}\b(?:messages|ads|advertising|marketing|texts)\b",
    (
        r"\b(?:do not|dont|don t|never)\b.{0,10}"
        r"\b(?:contact|write|message|text)\b.{0,12}\b(?:me|us|again|anymore)\b"
    ),
    r"\bwithdraw\b.{0,25}\bconsent\b|\brevoke\b.{0,25}\bconsent\b",
    r"\bne m ecri\w+ plus\b|\bplus de (?:pub\w*|messages?)\b",
    r"\bno (?:me )?(?:escrib\w+|envie\w*|mand\w+) mas\b|\bno mas (?:mensajes|publicidad)\b",
    r"\bnon (?:mi )?scriv\w+ piu\b|\bbasta (?:messaggi|pubblicita)\b",
    r"\b(?:bana )?(?:artik )?(?:mesaj|reklam)\w*\b.{0,15}\b(?:atma|gonderme|yollama)",
    r"\bnie (?:pisz\w*|chce)\b.{0,20}\b(?:wiecej|reklam|wiadomosci)\b",
    r"\b(?:geen|stop met) (?:berichten|reclame)\b",
    r"\b(?:uz mi )?nepis\w*\b.{0,12}\b(?:mi|uz)\b|\bzadne reklamy\b",
    r"\bsluta skriva\b|\binga fler meddelanden\b",
    r"\bне (?:пишите|присылайте|беспокойте)\b|\bне пишіть\b",
    r"لا (?:تراسلوني|ترسلوا|ترسل|تكتب)",
)

# Each sentence that fits one of the patterns above has one of these in it.
STEMS: tuple[str, ...] = (
    # erasure
    *("losch", "loesch", "vergessen", "delet", "eras", "remove", "forg", "supprim"),
    *("effac", "borr", "elimin", "suprim", "cancell", "veril", "usun", "skasuj"),
    *("verwijder", "smaz", "radera", "ta bort", "удалит", "видалі", "حذف", "17"),
    # access
    *("auskunft", "daten", "data", "access", "gdpr", "15"),
    # objection
    *("widersp", "object", "21"),
    # withdrawal
    *("keine", "mehr", "wieder", "widerr", "abmeld", "abbestell", "austrag", "melde"),
    *("lass", "stop", "hor", "hoer", "nehme", "ziehe", "unsub", "opt", "leave", "more"),
    *("do not", "dont", "don t", "never", "consent", "ecri", "plus de", "escrib"),
    *("envie", "mand", "no mas", "scriv", "basta", "mesaj", "reklam", "nie pisz"),
    *("nie chce", "geen", "nepis", "sluta", "inga", "не", "لا"),
)

# Likewise of those that are no reason to pause anything; no numbers, texts have many.
QUIET_STEMS: tuple[str, ...] = (
    *("berichtig", "schrank", "schraenk", "daten", "data", "rectif", "correct"),
    *("restrict", "ds gvo", "dsgvo", "gdpr"),
)

# "Please don't delete my data" asks for the opposite.
NEGATED_ERASURE = re.compile(
    (
        r"\b(?:nicht|niemals|keinesfalls|noch nicht)\b.{0,12}\bloe?sch"
        r"|\bloe?sch\w*\b.{0,30}\bnicht\b|\b(?:do not|dont|don t|never) (?:delete|erase)\b"
    ),
)


def compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression that finds any of the patterns."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
