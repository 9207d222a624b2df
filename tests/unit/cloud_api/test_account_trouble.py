import pytest

from whatsapp_dsgvo.lib.cloud_api.account_trouble import trouble
from whatsapp_dsgvo.lib.cloud_api.events import parse

from . import builders as b


def of(event, **more):
    change = b.change("account_update", {"event": event, **more})
    (read,) = parse(b.webhook(change, time=b.SENT_AT))
    return trouble(read)


def ban(state):
    return of("DISABLED_UPDATE", ban_info={"waba_ban_state": state})


@pytest.mark.parametrize("event", ["VERIFIED_ACCOUNT", "PARTNER_ADDED", None, 7])
def test_most_events_are_no_trouble(event):
    assert of(event) is None


@pytest.mark.parametrize(
    ("found", "stops"),
    [
        (of("ACCOUNT_RESTRICTION"), False),
        (of("ACCOUNT_DELETED"), True),
        (of("DISABLED_UPDATE"), True),
        (ban("DISABLE"), True),
        (ban(["DISABLE"]), True),
        (ban("SCHEDULE_FOR_DISABLE"), False),
    ],
)
def test_trouble_calls_the_administrator_and_a_ban_stops(found, stops):
    assert (found.rule.admin, found.stops) == (True, stops)


def test_a_lifted_ban_is_no_trouble():
    assert ban("REINSTATE") is None


def test_what_ends_with_the_next_send_is_only_what_stops_sending():
    found = [of("ACCOUNT_RESTRICTION"), ban("SCHEDULE_FOR_DISABLE"), ban("DISABLE")]
    kinds = [one.rule.kind == "account" for one in found]
    assert kinds == [one.stops for one in found]
