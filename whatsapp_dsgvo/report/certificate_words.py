"""The words of the certificate, German and English; it speaks to the person."""

TITLE = {"de": "Löschbescheinigung", "en": "Certificate of erasure"}
KEYS = {
    "number": ("Vorgang", "Case"),
    "controller": ("Verantwortlicher", "Controller"),
    "officer": ("Datenschutzbeauftragte/r", "Data protection officer"),
    "received": ("Antrag eingegangen", "Request received"),
    "identity_level": ("Identität nachgewiesen durch", "Identity proven by"),
    "legal_end": ("Gesetzliche Frist bis", "Legal time limit"),
    "started": ("Löschung begonnen", "Erasure begun"),
    "finished": ("Löschung abgeschlossen", "Erasure finished"),
    "keys_destroyed": ("Schlüssel vernichtet", "Keys destroyed"),
    "unreadable": (
        "In Sicherungen endgültig unlesbar ab",
        "Unreadable in backups for good from",
    ),
    "ledger": ("Nachweisbuch, laufende Nummer", "Ledger, number"),
    "hash": ("Prüfsumme im Nachweisbuch", "Checksum in the ledger"),
    "scope": ("Umfang", "Scope"),
    "anchor": ("Anker des Nachweisbuchs", "Anchor of the ledger"),
    "public_key": ("Öffentlicher Schlüssel", "Public key"),
    "fingerprint": (
        "Fingerabdruck des Schlüssels (SHA-256)",
        "Fingerprint of the key (SHA-256)",
    ),
    "signature": ("Signatur (Ed25519)", "Signature (Ed25519)"),
}
LEVELS = {
    "0": ("noch nicht nachgewiesen", "not proven yet"),
    "1": (
        "Nachricht von dieser WhatsApp-Kennung",
        "message from this WhatsApp identity",
    ),
    "2": (
        "Anmeldung im Portal oder zweiten bekannten Kontaktweg",
        "portal login or second known contact",
    ),
    "3": ("weitere Angaben", "further information"),
}
KINDS = {
    "phone": ("Rufnummer", "phone number"),
    "bsuid": ("WhatsApp-Kennung", "WhatsApp ID"),
    "parent_bsuid": ("übergeordnete WhatsApp-Kennung", "parent WhatsApp ID"),
}
DECISION = {
    "full": (
        "Ihrem Antrag wurde vollständig entsprochen.",
        "Your request was granted in full.",
    ),
    "partial": (
        "Ihrem Antrag wurde entsprochen, soweit wir nichts aufbewahren müssen.",
        "Your request was granted as far as the law lets us.",
    ),
}
ERASED = {"de": "Gelöscht in der laufenden Anlage", "en": "Erased from the live system"}
COUNTS = {
    "letters": ("Texte von Schreiben", "texts of letters"),
    "messages": ("Nachrichten und interne Notizen", "messages and internal notes"),
    "files": ("Dateien", "files"),
    "titles": (
        "Titel und Beschreibungen von Vorgängen",
        "titles and descriptions of tickets",
    ),
    "tasks": ("Aufgaben an Vorgängen", "tasks on tickets"),
    "stubs": ("Einträge in Vorgängen", "entries in tickets"),
    "consents": ("Einwilligungsstände", "states of consent"),
    "visits": ("Aufrufe der Selbstauskunft", "visits to the self-service page"),
    "identities": ("Kennungen (Rufnummer, WhatsApp-Kennung)", "identities"),
    "conversations": ("Gesprächsverläufe", "conversations"),
    "events": ("noch nicht verarbeitete Eingänge", "received events not worked off"),
    "keys": ("Schlüssel (vernichtet)", "keys (destroyed)"),
    "ledger": (
        "Inhalte im Nachweisbuch (Prüfsummen bleiben)",
        "contents of the ledger (checksums stay)",
    ),
    "contact_deleted": ("Kontakt gelöscht", "contact deleted"),
    "contact_cleaned": (
        "Kontakt von Rufnummer, Bild und Notizen befreit",
        "contact cleared of number, picture and notes",
    ),
    "logins_deleted": ("Zugänge zum Portal", "portal logins"),
    "logins_closed": (
        "Zugänge zum Portal, geschlossen und unkenntlich gemacht",
        "portal logins, closed and made unreadable",
    ),
}
KEPT = {
    "de": "Gesperrt aufbewahrte Nachrichten: {messages}, bis {until} ({norm}).",
    "en": "Messages kept under lock: {messages}, until {until} ({norm}).",
}
CONTACT_KEPT = {
    "de": "Ihr Kontakt bleibt mit Namen und Anschrift, aber ausgeblendet, weil Belege "
    "oder andere Datensätze ihn brauchen (Art. 17 Abs. 3 Buchst. b DSGVO). Ihre längste "
    "Frist endet am {until} (§ 147 AO, § 257 HGB); danach wird er gelöscht oder "
    "anonymisiert.",
    "en": "Your contact stays with name and address, but out of sight, because vouchers "
    "or other records need it (Art. 17(3)(b) GDPR). Their longest period ends on {until} "
    "(§ 147 AO, § 257 HGB); then it is deleted or anonymised.",
}
DISK = {
    "de": "Von der Platte entfernte Dateien: {count}; geprüft, dass sie fort sind.",
    "en": "Files removed from the disk: {count}; checked that they are gone.",
}
BACKUPS = {
    "de": "Sicherungen des Schlüsselspeichers werden nach {days} Tagen gelöscht. "
    "Danach ist auch aus Sicherungen nichts mehr lesbar.",
    "en": "Backups of the key store are deleted after {days} days. From then on nothing "
    "can be read from backups either.",
}
RESTORE = {
    True: {
        "de": "Die Löschung steht außerhalb der Datenbank an zwei Orten in einem Journal, "
        "damit sie nach einer Rücksicherung wiederholt werden kann.",
        "en": "The erasure is noted outside the database in two places, so that it can be "
        "repeated after a restored backup.",
    },
    False: {
        "de": "Nicht gegen Rücksicherung geschützt: Das Löschjournal hat keinen "
        "zweiten Ort.",
        "en": "Not protected against a restored backup: the erasure journal has no "
        "second place.",
    },
}
SUPPRESSION = {
    True: {
        "de": "Auf der Sperrliste bleibt ein geheimer Prüfwert (pseudonymisiert), "
        "damit Ihnen niemand mehr schreibt (Art. 17 Abs. 3 Buchst. b, Art. 21 DSGVO).",
        "en": "A keyed hash (pseudonymised) stays on the suppression list, so that nobody "
        "writes to you (Art. 17 (3) (b), 21 GDPR).",
    },
    False: {
        "de": "Auf der Sperrliste bleibt nichts; vor erneuter Ansprache schützt daher "
        "keine Liste.",
        "en": "Nothing stays on the suppression list, so no list keeps us from writing "
        "to you.",
    },
}
TOMBSTONE = {
    "de": "Damit verspätet zugestellte Nachrichten nichts wiederherstellen, bleibt ein "
    "geheimer Prüfwert bis 30 Tage nach der Frist der Sicherungen.",
    "en": "So that messages delivered late restore nothing, a keyed hash stays until 30 "
    "days after the backups' period.",
}
META = {
    "de": "Dateien, um deren Löschung Meta gebeten wurde: {asked}; angenommen: "
    "{confirmed}. Nachrichten liegen dort bis zu 30 Tage. Auf Ihrem Telefon löschen Sie "
    "selbst.",
    "en": "Files Meta was asked to delete: {asked}; accepted: {confirmed}. Messages stay "
    "there for up to 30 days. On your phone you delete yourself.",
}
META_NOT_ASKED = {
    "de": "Weitere Dateien, um deren Löschung Meta nicht gebeten werden konnte, weil es "
    "nicht erreichbar war, keine weiteren Anfragen zuließ oder der Nummer der Zugang "
    "fehlte: {not_asked}. Auch sie liegen dort bis zu 30 Tage.",
    "en": "More files Meta could not be asked to delete, because it was away, allowed no "
    "more requests or the number had no access: {not_asked}. They, too, stay there for "
    "up to 30 days.",
}
META_QUARANTINED = {
    "de": "Meta wurde nicht um Löschung gebeten, weil eine Sicherung wiederhergestellt "
    "worden war. Nachrichten und Dateien liegen dort bis zu 30 Tage. Auf Ihrem Telefon "
    "löschen Sie selbst.",
    "en": "Meta was not asked to delete anything, because a backup had been restored. "
    "Messages and files stay there for up to 30 days. On your phone you delete yourself.",
}
BLOCKS = {
    "de": "Sperren Ihrer Nummer bei Meta: {blocks}; davon von Meta aufgehoben: {lifted}; "
    "dort noch von Hand aufzuheben: {left}.",
    "en": "Blocks of your number at Meta: {blocks}; of these lifted by Meta: {lifted}; "
    "still to be lifted there by hand: {left}.",
}
BOOK = {
    "de": "Anträge an Meta, Ihre Einträge im Kontaktbuch (Rufnummer und WhatsApp-Kennung) "
    "zu löschen: {asked}; gelöscht: {deleted}; nicht vorhanden: {absent}. Die Rufnummer "
    "kann Meta bis zu 30 Tage zwischenspeichern.",
    "en": "Requests to Meta to delete your entries in its contact book (number and "
    "WhatsApp ID): {asked}; deleted: {deleted}; not there: {absent}. Meta may keep the "
    "number in a cache for up to 30 days.",
}
BOOK_LEFT = {
    "de": "Nicht angenommene oder nicht mögliche Löschanträge für das Kontaktbuch von "
    "Meta: {left}. Ein dort vorhandener Eintrag bleibt, bis wir das Kontaktbuch "
    "abschalten.",
    "en": "Requests to delete in Meta's contact book that were not accepted or could not "
    "be made: {left}. An entry that is there stays until we switch the contact book off.",
}
BOOK_UNKNOWN = {
    "de": "Die Löschung eines Eintrags im Kontaktbuch von Meta konnten wir nicht "
    "verlangen: Dazu braucht es Ihre WhatsApp-Kennung, und wir kannten keine. Ein dort "
    "vorhandener Eintrag bleibt, bis wir das Kontaktbuch abschalten.",
    "en": "We could not ask Meta to delete an entry in its contact book: that takes your "
    "WhatsApp ID, and we knew none. An entry that is there stays until we switch the "
    "contact book off.",
}
TOLD = {
    "whatsapp": {
        "de": "Die Löschung wurde vorher auf WhatsApp mitgeteilt.",
        "en": "The erasure was told on WhatsApp beforehand.",
    },
    "whatsapp_failed": {
        "de": "Die Mitteilung auf WhatsApp vor der Löschung kam nicht an.",
        "en": "The message on WhatsApp before the erasure did not arrive.",
    },
    "other": {
        "de": "Die Löschung wird per E-Mail oder Brief mitgeteilt.",
        "en": "The erasure is told by e-mail or letter.",
    },
    "nobody": {
        "de": "Es gibt niemanden, dem die Löschung mitzuteilen wäre.",
        "en": "There is nobody the erasure could be told to.",
    },
}
COPIES = {
    "de": "Fundstellen in Unterlagen von Beschäftigten, die von Hand geprüft werden: "
    "{count}; Beschäftigte, die gebeten wurden, eigene Kopien zu löschen (Art. 19 "
    "DSGVO): {asked}.",
    "en": "Places in colleagues' records that are checked by hand: {count}; colleagues "
    "who were asked to delete copies of their own (Art. 19 GDPR): {asked}.",
}
REMEDIES = {
    "de": "Sie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77 "
    "DSGVO) und gerichtlich vorgehen (Art. 79 DSGVO).",
    "en": "You may complain to a data protection authority (Art. 77 GDPR) and go to "
    "court (Art. 79 GDPR).",
}
VERIFY = {
    "de": "Die JSON-Fassung dieser Bescheinigung ist signiert und lässt sich ohne unsere "
    "Software prüfen.",
    "en": "The JSON version of this certificate is signed and can be verified without "
    "our software.",
}
