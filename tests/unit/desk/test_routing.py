from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.desk.routing import (
    ClosedTicket,
    Routing,
    choose_ticket,
    is_thanks,
)

NOW = datetime(2026, 11, 23, 8, 2)
WEEK = timedelta(days=7)


def route(**given_facts):
    facts = {
        "open_ticket_id": None,
        "last_closed": None,
        "quoted_ticket_id": None,
        "quoted_closed_at": None,
        "text_is_thanks": False,
        "at": NOW,
        "reopen_within": WEEK,
    }
    return choose_ticket(**{**facts, **given_facts})


def closed(age, ticket_id=1):
    return ClosedTicket(ticket_id, NOW - age)


def test_first_message_makes_a_ticket():
    assert route() == Routing("new")


def test_open_ticket_takes_the_message():
    assert route(open_ticket_id=5, last_closed=closed(WEEK)) == Routing("append", 5)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(days=7), Routing("reopen", 1)),
        (timedelta(days=7, seconds=1), Routing("new")),
    ],
)
def test_closed_ticket_reopens_within_the_set_time(age, expected):
    assert route(last_closed=closed(age)) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(hours=48), Routing("attach_only", 1)),
        (timedelta(hours=48, seconds=1), Routing("reopen", 1)),
    ],
)
def test_thanks_disturb_nobody_for_48_hours(age, expected):
    assert route(last_closed=closed(age), text_is_thanks=True) == expected


def test_thanks_are_attached_even_where_nothing_reopens():
    routing = route(
        last_closed=closed(timedelta(hours=1)),
        text_is_thanks=True,
        reopen_within=timedelta(0),
    )
    assert routing == Routing("attach_only", 1)


def test_quoted_reply_returns_to_its_ticket_however_old():
    routing = route(
        last_closed=closed(timedelta(hours=1), ticket_id=2),
        quoted_ticket_id=1,
        quoted_closed_at=NOW - timedelta(days=60),
    )
    assert routing == Routing("reopen", 1)


def test_thanks_as_a_quoted_reply_go_to_the_quoted_ticket():
    routing = route(
        last_closed=closed(timedelta(hours=1), ticket_id=2),
        quoted_ticket_id=1,
        quoted_closed_at=NOW - timedelta(hours=2),
        text_is_thanks=True,
    )
    assert routing == Routing("attach_only", 1)


def test_quoted_reply_never_opens_a_second_ticket_beside_an_open_one():
    routing = route(
        open_ticket_id=5, quoted_ticket_id=1, quoted_closed_at=NOW - timedelta(days=2)
    )
    assert routing == Routing("append", 5)


def test_quoted_ticket_that_is_open_takes_the_message():
    assert route(quoted_ticket_id=1) == Routing("append", 1)


@given(
    open_id=st.none() | st.integers(1, 3),
    age=st.none() | st.timedeltas(timedelta(0), timedelta(days=30)),
    thanks=st.booleans(),
)
def test_every_message_finds_a_ticket_or_makes_one(open_id, age, thanks):
    last = None if age is None else closed(age)
    routing = route(open_ticket_id=open_id, last_closed=last, text_is_thanks=thanks)
    assert (routing.ticket_id is None) is (routing.action == "new")


@pytest.mark.parametrize(
    "text",
    [
        "danke",
        "Danke!",
        "Vielen Dank",
        "Vielen Dank für schnelle Hilfe",
        "Super, danke 👍",
        "👍",
        "🙏🙏",
        "❤️",
        "👍🏽",
        "ok",
        "Alles klar",
        "Tschüss",
        "Perfekt, bis dann",
        "Schönes Wochenende, danke",
        "Thank you very much",
        "merci beaucoup",
        "gracias",
        "teşekkürler",
        "dziękuję",
        "спасибо",
        "شكرا",
    ],
)
def test_thanks_are_recognised(text):
    assert is_thanks(text, "text")


@pytest.mark.parametrize(
    "text",
    [
        "danke?",
        "ok, aber wann",
        "Danke, noch eine Frage",
        "Danke, aber es geht immer noch nicht",
        "👎",
        "danke 😡",
        "Hilfe",
        "nein danke",
        "Wochenende",
        "danke " * 6,
        "...",
        "",
        None,
    ],
)
def test_everything_else_is_not_thanks(text):
    assert not is_thanks(text, "text")


@pytest.mark.parametrize("kind", ["image", "audio", "document", "sticker", "location"])
def test_a_file_is_never_only_thanks(kind):
    assert not is_thanks("danke", kind)
