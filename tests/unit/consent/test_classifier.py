"""The agreed vectors: what a stop, a yes and a no look like, and what does not."""

import pytest

from whatsapp_dsgvo.lib.consent.classifier import classify, is_contract_word

STOP = [
    "STOP",
    " Stopp! ",
    "*STOP*",
    "_stopp_",
    "STOP 🙏",
    "„Abmelden“",
    "S T O P",
    "s.t.o.p.",
    "ＳＴＯＰ",
    "𝐒𝐓𝐎𝐏",
    "ST\u200bOP",
    "ST\u00adOP",
    "\u202eSTOP\u202c",
    "STOP\u00a0",
    "STOP\ufe0f",
    "ST\u041eP",
    "\u0405\u03a4\u039f\u03a1",
    "ST0P",
    "СТОП",
    "arrêt",
    "ARRE\u0302T",
    "إيقاف",
    "إيـقـاف",
    "Bitte abmelden",
    "Bitte jetzt abmelden",
    "STOOOPP",
    "Stop stop stop",
    "Nein, stopp!",
    "Widerruf",
    "Kuendigung",
    "opt-out",
    "Unsubscribe please",
    "désabonner",
    "baja",
    "annulla",
    "İPTAL",
    "dur lütfen",
    "wypisz",
    "afmelden alsjeblieft",
    "odhlásit",
    "avsluta tack",
    "отписаться",
    "зупинити",
    "توقف",
]


@pytest.mark.parametrize("text", STOP)
def test_stop_is_recognised_however_it_is_typed(text):
    assert classify(text) == "stop"


@pytest.mark.parametrize("text", STOP)
def test_stop_does_not_depend_on_an_open_question(text):
    assert classify(text, question_open=True, ok_counts=True) == "stop"


@pytest.mark.parametrize(
    "text",
    [
        "Stopp, das ist die falsche Rechnung",
        "Der Bus-Stop ist weg",
        "Das ist das Ende meiner Geduld",
        "ja, aber was passiert mit meinen Daten?",
        "ja nein",
        "ja ja",
        "Ich brauche eine neue Startbatterie",
        "Wo ist mein Paket?",
        "",
        "   ",
        "\u200b",
        "👍",
        "...",
        None,
    ],
)
def test_ordinary_messages_have_no_class(text):
    assert classify(text, question_open=True) is None


@pytest.mark.parametrize("text", ["start", "Anmelden", "UNSTOP", "Bitte anmelden"])
def test_start_is_recognised(text):
    assert classify(text) == "start"


@pytest.mark.parametrize(
    "text",
    [
        "Ja",
        "JA!",
        "ja.",
        "Ja, einverstanden",
        "Ja bitte",
        "ja 👍🏽",
        "Ich stimme zu, danke",
        "Ich willige ein",
        "Yes",
        "I agree",
        "I consent",
    ],
)
def test_plain_yes_counts_at_any_time(text):
    assert classify(text) == "yes"


ONLY_WHILE_ASKED = [
    "gerne",
    "ja gerne",
    "ja klar",
    "ja okay",
    "Jawohl",
    "Ich bin einverstanden",
    "oui",
    "D´accord",
    "Sí",
    "sì",
    "Evet",
    "tak",
    "да",
    "так",
    "نعم",
    "ano",
    "sim",
    "akkoord",
    "igen",
]


@pytest.mark.parametrize("text", ONLY_WHILE_ASKED)
def test_wider_yes_counts_while_our_question_is_open(text):
    assert classify(text, question_open=True) == "yes"


@pytest.mark.parametrize("text", ONLY_WHILE_ASKED)
def test_wider_yes_is_nothing_without_our_question(text):
    assert classify(text) is None


@pytest.mark.parametrize("text", ["ok", "OK!", "Okay", "ist ok"])
@pytest.mark.parametrize(
    ("question_open", "ok_counts", "expected"),
    [
        (False, False, None),
        (False, True, None),
        (True, False, None),
        (True, True, "yes"),
    ],
)
def test_ok_is_a_yes_only_if_asked_and_switched_on(
    text, question_open, ok_counts, expected
):
    found = classify(text, question_open=question_open, ok_counts=ok_counts)
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ja?",
        "ja ？",
        "ja؟",
        "ja ❓",
        "¿sí?",
        "ja\u037e",
        "ja⁇",
        "ja 👎",
        "ja 🤔",
        "ja ❌",
        "~ja~",
        "j\u0336a\u0336",
        "ja :(",
        "j\u0430",
        "👍",
        "👍👍",
        "✅",
        "❤️",
        "ja" + "!" * 60,
    ],
)
def test_doubtful_yes_is_none(text):
    assert classify(text, question_open=True, ok_counts=True) != "yes"


@pytest.mark.parametrize(
    "text",
    [
        "nein",
        "Nein danke",
        "Nein, danke",
        "nee",
        "no thanks",
        "No, thank you",
        "I don't agree",
        "Ich bin nicht einverstanden",
        "non merci",
        "no gracias",
        "nie dziękuję",
        "nej tack",
    ],
)
def test_no_is_recognised(text):
    assert classify(text) == "no"


@pytest.mark.parametrize("text", ["non", "hayır", "нет", "ні", "لا", "não", "ne"])
def test_short_foreign_no_counts_only_while_asked(text):
    assert (classify(text, question_open=True), classify(text)) == ("no", None)


def test_no_with_a_question_mark_is_no_answer():
    assert classify("Nein?", question_open=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "Kündigung",
        "kündigen",
        "Kuendigung!",
        "stornieren",
        "Cancel",
        "Abbestellung",
        "Abmeldung",
        "Widerruf",
        "Bitte kündigen",
    ],
)
def test_contract_word_is_a_stop_and_a_case_for_a_person(text):
    assert (classify(text), is_contract_word(text)) == ("stop", True)


@pytest.mark.parametrize("text", ["STOP", "Abmelden", "Ich kündige", "ja", "", None])
def test_other_texts_are_no_contract_words(text):
    assert not is_contract_word(text)
