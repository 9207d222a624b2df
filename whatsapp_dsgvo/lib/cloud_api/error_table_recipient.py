"""Codes that tell why one person does not get one message.

Source: Meta, "Error codes" (WhatsApp Cloud API), edition of 2026-09-11.
"""

from .error_rule import (
    FIX_MESSAGE,
    OTHER_WAY,
    PAIR_RATE,
    ErrorRule,
    final,
    later,
    temporary,
)

RULES: tuple[ErrorRule, ...] = (
    final(
        130403,
        "Your company has blocked this person on WhatsApp.",
        "Ihr Unternehmen hat diese Person bei WhatsApp blockiert.",
        (
            "Lift the block first if the person may be written to again.",
            "Heben Sie die Blockierung auf, wenn Sie der Person wieder schreiben "
            "dürfen.",
        ),
    ),
    final(
        130472,
        "Meta withholds marketing messages from this person as part of an experiment.",
        "Meta hält Werbung an diese Person im Rahmen eines Experiments zurück.",
        OTHER_WAY,
    ),
    final(
        130497,
        "Our account may not write to people in this country.",
        "Unser Konto darf Personen in diesem Land nicht anschreiben.",
        OTHER_WAY,
    ),
    final(
        131021,
        "Sender and recipient are the same number.",
        "Absender und Empfänger sind dieselbe Nummer.",
        (
            "Check the number on the contact.",
            "Prüfen Sie die Nummer beim Kontakt.",
        ),
    ),
    final(
        131026,
        "WhatsApp cannot deliver to this person: the number may not use WhatsApp, the "
        "app may be too old, or the terms are not accepted.",
        "WhatsApp kann dieser Person nicht zustellen: Die Nummer nutzt vielleicht kein "
        "WhatsApp, die App ist zu alt oder die Bedingungen sind nicht akzeptiert.",
        OTHER_WAY,
    ),
    final(
        131030,
        "This is a test number, and the recipient is not on its list.",
        "Dies ist eine Testnummer, und der Empfänger steht nicht auf ihrer Liste.",
        (
            "Ask your administrator to add the recipient to the test list at Meta.",
            "Bitten Sie Ihre Administration, den Empfänger bei Meta in die Testliste "
            "aufzunehmen.",
        ),
        admin=True,
    ),
    later(
        131036,
        "The person's device was offline for too long, and Meta no longer has the "
        "message.",
        "Das Gerät der Person war zu lange offline, und Meta hat die Nachricht nicht "
        "mehr.",
        (
            "Send the message again if it still matters.",
            "Senden Sie die Nachricht erneut, wenn sie noch wichtig ist.",
        ),
    ),
    final(
        131047,
        "The 24-hour window is closed: the person last wrote more than 24 hours ago.",
        "Das 24-Stunden-Fenster ist geschlossen: Die letzte Nachricht der Person ist "
        "älter als 24 Stunden.",
        (
            "Write a text message: it waits, and the person is asked by the template "
            "“Reply ready” whether it may come.",
            "Schreiben Sie eine Textnachricht: Sie wartet, und die Person wird mit der "
            "Vorlage „Antwort bereit“ gefragt, ob sie kommen darf.",
        ),
    ),
    later(
        131049,
        "Meta did not deliver, to limit the number of marketing messages per person.",
        "Meta hat nicht zugestellt, um die Zahl der Werbenachrichten je Person zu "
        "begrenzen.",
        (
            "Wait at least 24 hours before you try again.",
            "Warten Sie mindestens 24 Stunden, bevor Sie es erneut versuchen.",
        ),
    ),
    final(
        131050,
        "The person has stopped marketing messages from your company.",
        "Die Person hat Werbenachrichten Ihres Unternehmens abbestellt.",
        (
            "Respect the objection; send no more marketing to this person.",
            "Beachten Sie den Widerspruch und senden Sie ihr keine Werbung mehr.",
        ),
    ),
    final(
        131051,
        "WhatsApp does not support this kind of message.",
        "WhatsApp unterstützt diese Art von Nachricht nicht.",
        (
            "Send it in another form, or ask the person to do so.",
            "Senden Sie es in anderer Form oder bitten Sie die Person darum.",
        ),
    ),
    final(
        131052,
        "The file the person sent could not be fetched; WhatsApp passes on none above "
        "100 MB.",
        "Die von der Person gesendete Datei konnte nicht abgerufen werden; über 100 MB "
        "gibt WhatsApp keine weiter.",
        (
            "Ask the person to send the file again, a large one in parts or smaller.",
            "Bitten Sie die Person, die Datei erneut zu senden, eine große in Teilen "
            "oder kleiner.",
        ),
    ),
    final(
        131053,
        "WhatsApp did not accept the file.",
        "WhatsApp hat die Datei nicht angenommen.",
        (
            "Check type and size of the file and send it again.",
            "Prüfen Sie Art und Größe der Datei und senden Sie sie erneut.",
        ),
    ),
    temporary(
        131056,
        "Too many messages to this person in a short time.",
        "Zu viele Nachrichten an diese Person in kurzer Zeit.",
        PAIR_RATE,
    ),
    final(
        131060,
        "The content of this message is not available.",
        "Der Inhalt dieser Nachricht ist nicht verfügbar.",
        (
            "Ask the person to send it again.",
            "Bitten Sie die Person, sie erneut zu senden.",
        ),
    ),
    final(
        131062,
        "This message cannot go to a person whose phone number is not known.",
        "Diese Nachricht kann nicht an eine Person ohne bekannte Telefonnummer gehen.",
        (
            "Ask the person for the phone number, or send another kind of message.",
            "Erfragen Sie die Telefonnummer oder senden Sie eine andere Art von "
            "Nachricht.",
        ),
    ),
    final(
        137000,
        "The person's device or number has changed hands; WhatsApp held the message "
        "back.",
        "Gerät oder Nummer der Person haben gewechselt; WhatsApp hat die Nachricht "
        "zurückgehalten.",
        (
            "Check who is writing before you send personal data.",
            "Prüfen Sie, wer schreibt, bevor Sie persönliche Daten senden.",
        ),
    ),
    final(
        131009,
        "A value in the message is not allowed, or the message reacted to is too old.",
        "Ein Wert in der Nachricht ist nicht zulässig, oder die Nachricht, auf die "
        "reagiert wurde, ist zu alt.",
        FIX_MESSAGE,
    ),
)
