"""Words of the letters about a request of a data subject (Art. 12 and 18 GDPR), by language.

`{case}`, `{date}`, `{right}` … are filled by `letters`; a person reads and may change
the text before it goes.
"""

from typing import Final

LETTERS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "receipt": "Guten Tag,\n\nIhr Anliegen ({right}) ist am {date} bei uns "
        "eingegangen, Vorgang {case}. Wir antworten Ihnen so bald wie möglich, "
        "spätestens am {due}.{running}\n\n{company}",
        "extension": "Guten Tag,\n\nIhr Anliegen ({right}) vom {date}, Vorgang {case}, "
        "können wir nicht innerhalb eines Monats beantworten. Wir verlängern die Frist "
        "nach Art. 12 Abs. 3 DSGVO bis zum {due}.\n\nGründe: {reasons}\n\n{company}",
        "refusal": "Guten Tag,\n\nIhrem Anliegen ({right}) vom {date}, Vorgang {case}, "
        "entsprechen wir nicht.\n\nGründe: {reasons}\n\nSie können sich bei einer "
        "Aufsichtsbehörde beschweren, zum Beispiel: {authority}. Sie können auch den "
        "Rechtsweg zu den Gerichten beschreiten.\n\n{company}",
        "outcome": "Guten Tag,\n\nIhr Anliegen ({right}) vom {date}, Vorgang {case}, "
        "haben wir bearbeitet.\n\n{result}\n\nSind Sie nicht einverstanden, können Sie "
        "sich bei einer Aufsichtsbehörde beschweren, zum Beispiel: {authority}, oder "
        "die Gerichte anrufen.\n\n{company}",
        "lift": "Guten Tag,\n\nwegen Ihres Anliegens ({right}) vom {date}, Vorgang "
        "{case}, ist die Verarbeitung Ihrer Daten eingeschränkt (Art. 18 DSGVO). Bevor "
        "wir das aufheben, unterrichten wir Sie (Art. 18 Abs. 3 DSGVO): Die "
        "Einschränkung endet am {ends}, danach verarbeiten wir Ihre Daten wieder.\n\n"
        "Gründe: {reasons}\n\nSind Sie nicht einverstanden, antworten Sie uns bitte "
        "vorher. Sie können sich auch bei einer Aufsichtsbehörde beschweren, zum "
        "Beispiel: {authority}.\n\n{company}",
    },
    "en": {
        "receipt": "Hello,\n\nWe received your request ({right}) on {date}, case {case}. "
        "We will answer as soon as we can, by {due} at the latest.{running}\n\n{company}",
        "extension": "Hello,\n\nWe can't answer your request ({right}) of {date}, case "
        "{case}, within a month. Under Art. 12(3) GDPR we extend the period until "
        "{due}.\n\nReasons: {reasons}\n\n{company}",
        "refusal": "Hello,\n\nWe do not comply with your request ({right}) of {date}, "
        "case {case}.\n\nReasons: {reasons}\n\nYou may lodge a complaint with a "
        "supervisory authority, for instance: {authority}. You may also seek a remedy "
        "in court.\n\n{company}",
        "outcome": "Hello,\n\nWe have dealt with your request ({right}) of {date}, case "
        "{case}.\n\n{result}\n\nIf you disagree you may lodge a complaint with a "
        "supervisory authority, for instance: {authority}, or go to court.\n\n{company}",
        "lift": "Hello,\n\nBecause of your request ({right}) of {date}, case {case}, the "
        "processing of your data is restricted (Art. 18 GDPR). We inform you before we "
        "lift that (Art. 18(3) GDPR): the restriction ends on {ends}, and from then on "
        "we process your data again.\n\nReasons: {reasons}\n\nIf you disagree, please "
        "answer before that day. You may also lodge a complaint with a supervisory "
        "authority, for instance: {authority}.\n\n{company}",
    },
}

# In the receipt: an erasure takes the ticket along that is open.
RUNNING: Final[dict[str, str]] = {
    "de": "\n\nDie Löschung umfasst auch Ihre noch offene Anfrage; sie wird dann nicht "
    "mehr beantwortet. Möchten Sie erst die Antwort abwarten, schreiben Sie uns das "
    "bitte.",
    "en": "\n\nThe erasure covers the enquiry you have open, too; it will then no longer "
    "be answered. If you want to wait for the answer first, please write to us.",
}

# The last message: sent before the address is forgotten.
ERASING: Final[dict[str, str]] = {
    "de": "Guten Tag,\n\nIhre Daten werden jetzt gelöscht, Vorgang {case}. {kept}Danach "
    "können wir Ihnen hier nicht mehr schreiben. Die Bescheinigung erhalten Sie, wenn "
    "Sie uns die Vorgangsnummer nennen.\n\nSind Sie nicht einverstanden, können Sie "
    "sich bei einer Aufsichtsbehörde beschweren{authority} oder die Gerichte anrufen."
    "\n\n{company}",
    "en": "Hello,\n\nYour data are now erased, case {case}. {kept}Afterwards we can't "
    "write to you here any more. You get the certificate when you name us the case."
    "\n\nIf you disagree you may lodge a complaint with a supervisory authority"
    "{authority} or go to court.\n\n{company}",
}
ERASING_KEPT: Final[dict[str, str]] = {
    "de": "Was wir aufbewahren müssen, bleibt gesperrt; die Bescheinigung nennt es. ",
    "en": "What we have to keep stays locked; the certificate names it. ",
}
FOR_INSTANCE: Final[dict[str, str]] = {
    "de": ", zum Beispiel: {authority},",
    "en": ", for instance: {authority},",
}

RIGHTS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "access": "Auskunft",
        "rectification": "Berichtigung",
        "erasure": "Löschung",
        "restriction": "Einschränkung",
        "portability": "Datenübertragung",
        "objection": "Widerspruch",
    },
    "en": {
        "access": "access",
        "rectification": "rectification",
        "erasure": "erasure",
        "restriction": "restriction",
        "portability": "portability",
        "objection": "objection",
    },
}

RESULTS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "access": "Ihre Daten liegen zum Abruf bereit. Link und Code erhalten Sie auf "
        "zwei getrennten Wegen.",
        "access_partial": "Ihre Daten liegen zum Abruf bereit, außer Stellen, denen "
        "Rechte anderer Personen entgegenstehen (Art. 15 Abs. 4 DSGVO); das Archiv nennt "
        "sie und den Grund. Link und Code erhalten Sie auf zwei getrennten Wegen.",
        "rectification": "Ihre Angaben sind berichtigt.",
        "erasure": "Ihre Daten sind gelöscht. In Sicherungen sind sie spätestens dann "
        "nicht mehr lesbar, wenn diese abgelaufen sind; den Tag nennt die Bescheinigung.",
        "erasure_partial": "Ihre Daten sind gelöscht, außer denen, die wir aufbewahren "
        "müssen. Welche das sind und wie lange, nennt die Bescheinigung.",
        "restriction": "Ihre Daten sind gesperrt: Wir lesen und verwenden sie nicht, "
        "bevor die Sache geklärt ist, und sagen Ihnen vorher, wenn die Sperre endet.",
        "portability": "Ihre Daten liegen maschinenlesbar zum Abruf bereit. Link und "
        "Code erhalten Sie auf zwei getrennten Wegen.",
        "portability_partial": "Ihre Daten liegen maschinenlesbar zum Abruf bereit, "
        "außer Stellen, denen Rechte anderer Personen entgegenstehen (Art. 20 Abs. 4 "
        "DSGVO); das Archiv nennt sie und den Grund. Link und Code erhalten Sie auf zwei "
        "getrennten Wegen.",
        "objection": "Wir verarbeiten Ihre Daten zu dem genannten Zweck nicht mehr.",
    },
    "en": {
        "access": "Your data are ready to be fetched. You get link and code on two "
        "separate ways.",
        "access_partial": "Your data are ready to be fetched, apart from passages that "
        "would affect the rights of others (Art. 15(4) GDPR); the archive names them and "
        "the reason. You get link and code on two separate ways.",
        "rectification": "Your details are corrected.",
        "erasure": "Your data are erased. In backups they can't be read any more once "
        "those have run out; the certificate names the day.",
        "erasure_partial": "Your data are erased, apart from what we have to keep. The "
        "certificate says what that is, and for how long.",
        "restriction": "Your data are locked: we neither read nor use them until the "
        "matter is settled, and tell you before the lock ends.",
        "portability": "Your data are ready to be fetched in a machine-readable form. "
        "You get link and code on two separate ways.",
        "portability_partial": "Your data are ready to be fetched in a machine-readable "
        "form, apart from passages that would affect the rights of others (Art. 20(4) "
        "GDPR); the archive names them and the reason. You get link and code on two "
        "separate ways.",
        "objection": "We no longer process your data for that purpose.",
    },
}

REASONS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "complex": "Das Anliegen ist umfangreich und braucht mehr Zeit.",
        "many": "Zurzeit sind bei uns ungewöhnlich viele Anliegen zu bearbeiten.",
        "identity": "Wir können nicht feststellen, dass die Daten Sie betreffen "
        "(Art. 11 Abs. 2, Art. 12 Abs. 2 DSGVO).",
        "unfounded": "Das Anliegen ist offenkundig unbegründet (Art. 12 Abs. 5 DSGVO).",
        "excessive": "Das Anliegen wurde unverhältnismäßig oft gestellt (Art. 12 Abs. 5 "
        "DSGVO).",
        "duty": "Ein Gesetz verpflichtet uns, die Daten aufzubewahren (Art. 17 Abs. 3 "
        "Buchst. b DSGVO).",
        "claims": "Wir brauchen die Daten für Rechtsansprüche (Art. 17 Abs. 3 Buchst. e "
        "DSGVO).",
        "others": "Rechte und Freiheiten anderer Personen stehen entgegen (Art. 15 "
        "Abs. 4 DSGVO).",
        "no_data": "Wir haben keine Daten von Ihnen gespeichert.",
        "checked": "Wir haben geprüft, ob Ihre Daten richtig sind (Art. 18 Abs. 1 "
        "Buchst. a DSGVO).",
        "claims_over": "Sie brauchen die Daten nicht mehr für Rechtsansprüche (Art. 18 "
        "Abs. 1 Buchst. c DSGVO).",
        "overriding": "Nach Ihrem Widerspruch haben wir abgewogen: Unsere berechtigten "
        "Gründe überwiegen (Art. 18 Abs. 1 Buchst. d DSGVO).",
        "agreed": "Sie sind einverstanden, dass wir Ihre Daten wieder verarbeiten.",
    },
    "en": {
        "complex": "The request is extensive and takes more time.",
        "many": "We have unusually many requests to deal with at present.",
        "identity": "We can't establish that the data concern you (Art. 11(2), 12(2) "
        "GDPR).",
        "unfounded": "The request is manifestly unfounded (Art. 12(5) GDPR).",
        "excessive": "The request is excessive, as it was made repeatedly (Art. 12(5) "
        "GDPR).",
        "duty": "A law obliges us to keep the data (Art. 17(3)(b) GDPR).",
        "claims": "We need the data for legal claims (Art. 17(3)(e) GDPR).",
        "others": "Rights and freedoms of others stand against it (Art. 15(4) GDPR).",
        "no_data": "We have stored no data of yours.",
        "checked": "We have checked whether your data are accurate (Art. 18(1)(a) GDPR).",
        "claims_over": "You no longer need the data for legal claims (Art. 18(1)(c) "
        "GDPR).",
        "overriding": "After your objection we weighed both sides: our legitimate "
        "grounds override (Art. 18(1)(d) GDPR).",
        "agreed": "You agree that we process your data again.",
    },
}
