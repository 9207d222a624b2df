"""The transitions S-01 … S-21, one by one."""

from datetime import datetime, timedelta

import pytest

from whatsapp_dsgvo.lib.consent import states
from whatsapp_dsgvo.lib.consent.states import Inbound, NoticeSent, Policy, Record

NOW = datetime(2026, 11, 23, 9, 0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
POLICY = Policy(notice_version=1)


def record(state=states.NONE, since=NOW - HOUR, notices=(), **more):
    standing = states.Standing(state, since, **more)
    return Record({states.SERVICE: standing}, tuple(notices), NOW - HOUR)


def notice(ago=HOUR, form="full", version=1, shown=True):
    return NoticeSent(form, version, NOW - ago, shown)


def hear(before, word=None, at=NOW, policy=POLICY, **choice):
    return states.receive(before, Inbound(at, word, **choice), policy)


def moves(decision):
    return [(c.purpose, c.state, c.event) for c in decision.changes]


GIVEN = [(states.SERVICE, states.GIVEN, "given")]
REFUSED = [(states.SERVICE, states.WITHDRAWN, "refused")]
ASKED = [(states.SERVICE, states.PENDING, "asked")]


def test_the_first_message_is_held_and_asked_about():
    decision = hear(Record(window_opened_at=NOW))
    assert moves(decision) == ASKED
    assert (decision.ask, decision.content) == ("full", "hold")


def test_a_button_of_our_notice_gives_consent_to_its_version():
    asked = record(states.PENDING, notices=[notice()])
    decision = hear(asked, choice="yes", choice_version=1)
    assert moves(decision) == GIVEN
    assert decision.changes[0].notice_version == 1
    assert decision.lift
    assert decision.acknowledge == "yes"


def test_a_spoken_yes_counts_after_the_notice_was_shown():
    assert moves(hear(record(states.PENDING, notices=[notice()]), "yes")) == GIVEN


@pytest.mark.parametrize("notices", [(), [notice(shown=False)]])
def test_a_spoken_yes_without_a_notice_is_no_consent(notices):
    assert moves(hear(record(states.PENDING, notices=notices), "yes")) == []


def test_a_yes_from_before_the_question_is_no_answer_to_it():
    asked = record(states.PENDING, since=NOW, notices=[notice(2 * DAY)])
    assert moves(hear(asked, "yes", at=NOW - DAY)) == []


@pytest.mark.parametrize("choice", [{}, {"choice": "yes", "choice_version": 1}])
def test_a_yes_to_a_notice_that_changed_materially_is_asked_again(choice):
    asked = record(states.PENDING, notices=[notice()])
    decision = hear(asked, None if choice else "yes", policy=Policy(2, 2), **choice)
    assert moves(decision) == []
    assert decision.ask == "full"


def test_a_yes_to_an_older_wording_of_the_same_scope_counts():
    asked = record(states.PENDING, notices=[notice()])
    decision = hear(asked, policy=Policy(2, 1), choice="yes", choice_version=1)
    assert moves(decision) == GIVEN


def test_a_no_refuses_and_is_confirmed():
    decision = hear(record(states.PENDING), "no")
    assert moves(decision) == REFUSED
    assert decision.changes[0].reason == "refused"
    assert decision.acknowledge == "no"


@pytest.mark.parametrize("reason", ["stop", "refused", "phone"])
@pytest.mark.parametrize("ending", ["no", "silence"])
def test_no_or_silence_restores_the_withdrawal_that_was_in_force(reason, ending):
    closed = record(states.WITHDRAWN, reason=reason)
    asked = states.apply(closed, hear(closed, None).changes, NOW)
    if ending == "no":
        change = hear(asked, "no", at=NOW + HOUR).changes[0]
    else:
        change = states.lapse(asked.standing(), None, NOW + 7 * DAY)
    assert (change.state, change.reason) == (states.WITHDRAWN, reason)


def test_a_refusal_can_be_taken_back_by_the_button_within_a_day():
    refused = record(states.WITHDRAWN, since=NOW - 23 * HOUR, reason="refused")
    assert moves(hear(refused, choice="yes", choice_version=1)) == GIVEN


@pytest.mark.parametrize(
    ("since", "reason"), [(NOW - 25 * HOUR, "refused"), (NOW - HOUR, "stop")]
)
def test_a_later_yes_or_one_after_a_stop_only_opens_the_question(since, reason):
    closed = record(states.WITHDRAWN, since=since, reason=reason)
    assert moves(hear(closed, choice="yes", choice_version=1)) == ASKED


@pytest.mark.parametrize("state", [s for s in states.STATES if s != states.BLOCKED])
def test_stop_works_in_every_state_and_is_confirmed(state):
    decision = hear(record(state), "stop")
    assert moves(decision) == [(states.SERVICE, states.WITHDRAWN, "withdrawn")]
    assert decision.suppress
    assert decision.acknowledge == "stop"


def test_stop_ends_every_purpose():
    given = states.Standing(states.GIVEN, NOW - DAY)
    everything = Record(dict.fromkeys(states.PURPOSES, given))
    closed = {change.purpose for change in hear(everything, "stop").changes}
    assert closed == set(states.PURPOSES)


def test_a_second_stop_changes_nothing_and_is_not_confirmed_again():
    decision = hear(record(states.WITHDRAWN, reason="stop"), "stop")
    assert (decision.changes, decision.acknowledge) == ((), None)


def test_a_stop_older_than_the_yes_comes_too_late():
    given = record(states.GIVEN, since=NOW)
    assert moves(hear(given, "stop", at=NOW - DAY)) == []


def test_a_stop_in_the_same_second_as_the_yes_wins():
    assert moves(hear(record(states.GIVEN, since=NOW), "stop"))[0][1] == "withdrawn"


@pytest.mark.parametrize("word", [None, "yes", "start"])
def test_what_was_written_before_a_stop_opens_no_question_after_it(word):
    """Meta mixes the order: else a yes from before the STOP would answer it."""
    closed = record(states.WITHDRAWN, since=NOW, reason="stop")
    decision = hear(closed, word, at=NOW - HOUR)
    assert (decision.changes, decision.ask) == ((), None)
    assert decision.content == ("control" if word else "hold")


def test_a_late_no_takes_no_withdrawal_back_in_time():
    """Else a yes from before the withdrawal would answer the question after it."""
    asked = record(states.PENDING, since=NOW, notices=[notice(HOUR)])
    before = NOW - HOUR / 2
    closed = states.apply(asked, hear(asked, choice="no", at=before).changes, before)
    assert closed.standing().since == NOW
    late = hear(closed, choice="yes", choice_version=1, at=before)
    assert (late.changes, late.ask) == ((), None)


def test_start_opens_the_question_and_gives_nothing():
    decision = hear(record(states.WITHDRAWN, reason="stop"), "start")
    assert moves(decision) == ASKED
    assert decision.content == "control"


def test_a_message_under_consent_goes_to_the_desk():
    decision = hear(record(states.GIVEN, notice_version=1))
    assert (decision.changes, decision.content) == ((), "deliver")


def test_the_no_button_takes_a_yes_back():
    decision = hear(record(states.GIVEN, notice_version=1), choice="no")
    assert moves(decision) == [(states.SERVICE, states.WITHDRAWN, "withdrawn")]
    assert (decision.acknowledge, decision.content) == ("no", "control")


def test_a_no_button_tapped_before_the_yes_changes_nothing():
    given = record(states.GIVEN, notice_version=1)
    assert hear(given, choice="no", at=NOW - 2 * HOUR).changes == ()


def test_the_word_no_in_a_talk_is_no_withdrawal():
    decision = hear(record(states.GIVEN, notice_version=1), "no")
    assert (decision.changes, decision.content) == ((), "deliver")


def test_a_material_change_asks_again_and_still_delivers():
    decision = hear(record(states.GIVEN, notice_version=1), policy=Policy(2, 2))
    assert moves(decision) == [
        (states.SERVICE, states.RECONFIRM, "reconfirm_requested")
    ]
    assert (decision.ask, decision.content) == ("full", "deliver")


def test_an_agent_can_record_a_withdrawal_of_everything():
    decision = states.withdraw(record(states.GIVEN), None, "phone")
    assert moves(decision) == [(states.SERVICE, states.WITHDRAWN, "withdrawn")]
    assert decision.suppress


def test_metas_stop_ends_marketing_only_and_resume_gives_nothing():
    given = Record({states.MARKETING: states.Standing(states.GIVEN, NOW - DAY)})
    decision = states.prefer(given, "stop")
    assert moves(decision) == [(states.MARKETING, states.WITHDRAWN, "withdrawn")]
    assert states.prefer(states.apply(given, decision.changes, NOW), "resume") == (
        states.Decision(content="control")
    )


def test_an_open_question_ends_after_seven_days():
    standing = states.Standing(states.PENDING, NOW - 7 * DAY)
    assert states.lapse(standing, None, NOW).state == states.EXPIRED
    assert states.lapse(standing, None, NOW - HOUR) is None


def test_a_yes_that_is_used_does_not_expire():
    standing = states.Standing(states.GIVEN, NOW - 1000 * DAY)
    assert states.lapse(standing, None, NOW).reason == "unused"
    assert states.lapse(standing, NOW - 10 * DAY, NOW) is None


@pytest.mark.parametrize(
    ("notices", "form"),
    [
        ([], "full"),
        ([notice(timedelta(seconds=10))], None),
        ([notice(timedelta(seconds=20))], "short"),
        ([notice(), notice(HOUR / 2, "short")], None),
        ([notice(8 * DAY)], "full"),
        ([notice(DAY), *[notice(n * 5 * DAY, "short") for n in (1, 2, 3)]], None),
    ],
)
def test_how_often_we_ask(notices, form):
    assert hear(record(states.PENDING, notices=notices)).ask == form
