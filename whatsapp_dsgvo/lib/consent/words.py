"""The words that decide: every one is a whole message, in its usual spelling.

Kept as data so that counsel can read and change them. The classifier brings them and
the message into the same form; accents, umlauts ("ü" or "ue"), case and punctuation need
no second entry. Keys are languages.
"""

from __future__ import annotations


def _listed(phrases: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in phrases.split("|"))


STOP: dict[str, tuple[str, ...]] = {
    "de": _listed(
        """
        Stop | Stopp | Stoppen | Stopps | Abmelden | Abmeldung | Abbestellen |
        Abbestellung | Austragen | Widerruf | Widerrufen | Ende | Beenden | Kündigung
        | Kündigen | Stornieren | Stornierung | Storno | Stop WhatsApp | Stopp
        WhatsApp | WhatsApp Stop | WhatsApp Stopp | WhatsApp abmelden | WhatsApp
        beenden | WhatsApp abbestellen | mich abmelden | melde mich ab | Abmelden von
        WhatsApp
        """
    ),
    "en": _listed(
        """
        Unsubscribe | Opt-out | Optout | Stop all | Stopall | Quit | Cancel | End |
        Unsubscribe me | Stop it | Revoke
        """
    ),
    "fr": _listed(
        """
        Arrêt | Arrêter | Arrêtez | Désabonner | Désabonnement | Se désabonner
        """
    ),
    "es": _listed("Baja | Alto | Darme de baja | Cancelar suscripción"),
    "pt": _listed("Parar | Sair | Cancelar"),
    "it": _listed("Annulla | Disiscrivi | Disiscrivimi | Cancellami"),
    "tr": _listed("Dur | Durdur | İptal | Abonelikten çık"),
    "pl": _listed("Wypisz | Wypisz mnie | Rezygnuję | Zatrzymaj"),
    "nl": _listed("Afmelden | Uitschrijven | Stoppen"),
    "cs": _listed("Odhlásit | Odhlásit se | Zrušit"),
    "sv": _listed("Stoppa | Avsluta | Avregistrera"),
    "da": _listed("Afmeld | Frameld"),
    "ro": _listed("Dezabonare | Oprește"),
    "ru": _listed("Стоп | Отписаться | Отписка | Отпишите меня | Хватит"),
    "uk": _listed("Зупинити | Відписатися"),
    "el": _listed("Στοπ | Διακοπή"),
    "ar": _listed("إيقاف | ايقاف | أوقف | توقف | إلغاء الاشتراك"),
}

# They may also be meant for a contract (§ 355 BGB): STOP and a case for a person.
CONTRACT: tuple[str, ...] = _listed(
    """
    Kündigung | Kündigen | Stornieren | Stornierung | Storno | Cancel | Abbestellung |
    Abbestellen | Abmeldung | Widerruf | Widerrufen | Revoke | Cancelar | İptal |
    Annulla | Zrušit | Rezygnuję
    """
)

START: tuple[str, ...] = _listed(
    """
    Start | Starten | Anmelden | Wieder anmelden | Unstop | Subscribe | Старт
    """
)

# An answer to our question in so many words, whenever it comes.
YES: tuple[str, ...] = _listed(
    """
    Ja | Ja, einverstanden | Einverstanden | Ich stimme zu | Ja, ich stimme zu | Ich
    willige ein | Ja, ich willige ein | Yes | Yes, I agree | I agree | I consent |
    Yes, I consent
    """
)

# Clear only because our question stands right above them.
YES_WHILE_ASKED: dict[str, tuple[str, ...]] = {
    "de": _listed(
        """
        Gerne | Gern | Ja gerne | Ja gern | Sehr gerne | Ja klar | Na klar | Ja okay |
        Ja ok | Jawohl | Jo | Jep | Ja sicher | Ja natürlich | Natürlich |
        Selbstverständlich | Ich bin einverstanden | Bin einverstanden | Ja, ich bin
        einverstanden | Ja, bin einverstanden | Ich bin damit einverstanden | Ja, ich
        will | Zustimmen | Ich stimme dem zu | Ja, das dürfen Sie
        """
    ),
    "en": _listed(
        """
        Yes sure | Sure | Yep | Yeah | Agreed | Yes okay | Yes ok | Of course
        """
    ),
    "fr": _listed("Oui | D'accord | Oui d'accord | Je suis d'accord | J'accepte"),
    "es": _listed("Sí | De acuerdo | Sí, de acuerdo | Acepto | Estoy de acuerdo"),
    "pt": _listed("Sim | Concordo | Aceito"),
    "it": _listed("Sì | Accetto | Sono d'accordo | Va bene"),
    "tr": _listed("Evet | Kabul ediyorum | Evet kabul ediyorum | Onaylıyorum"),
    "pl": _listed("Tak | Zgadzam się | Tak, zgadzam się | Wyrażam zgodę"),
    "nl": _listed("Akkoord | Ja graag | Ik ga akkoord"),
    "cs": _listed("Ano | Souhlasím | Ano, souhlasím"),
    "hu": _listed("Igen | Egyetértek"),
    "hr": _listed("Slažem se"),
    "sv": _listed("Jag samtycker | Jag godkänner"),
    "ru": _listed("Да | Согласен | Согласна | Да, согласен | Да, согласна"),
    "uk": _listed("Так | Згоден | Згодна"),
    "el": _listed("Ναι | Συμφωνώ"),
    "ar": _listed("نعم | موافق | أوافق | نعم أوافق"),
}

# Counsel decides whether these are a yes; off by default.
OK: tuple[str, ...] = _listed("Ok | Okay | Okey | Oki | Ist ok | Ist okay")

NO: tuple[str, ...] = _listed(
    """
    Nein | Nein danke | Nee | Nö | Nein, nicht einverstanden | Nicht einverstanden |
    Ich bin nicht einverstanden | Ich stimme nicht zu | Ich willige nicht ein | Nein,
    ich stimme nicht zu | Nein, lieber nicht | Lieber nicht | Auf keinen Fall | No |
    Nope | No thanks | No, thanks | No thank you | I do not agree | I don't agree | I
    do not consent | I don't consent | I disagree | Non merci | No gracias | No grazie
    | Não obrigado | Não obrigada | Hayır teşekkürler | Nie dziękuję | Nee bedankt |
    Ne děkuji | Nej tack | Nej tak | Нет спасибо | Ні дякую | لا شكرا
    """
)

NO_WHILE_ASKED: tuple[str, ...] = _listed(
    """
    Non | Não | Hayır | Nie | Ne | Nej | Nem | Нет | Не | Ні | Όχι | لا | Ablehnen |
    Ich lehne ab | Nicht zustimmen | Refuse
    """
)

# They change nothing beside one of the words above.
FILLERS: tuple[str, ...] = _listed(
    """
    bitte | danke | jetzt | sofort | hiermit | please | thanks | now | merci | gracias
    | grazie | obrigado | obrigada | lütfen | teşekkürler | proszę | dziękuję |
    alsjeblieft | bedankt | prosím | děkuji | tack | пожалуйста | спасибо | شكرا
    """
)
