from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp_dsgvo.lib.cloud_api import (
    error_table_access as access,
)
from whatsapp_dsgvo.lib.cloud_api import (
    error_table_fallback as fallback,
)
from whatsapp_dsgvo.lib.cloud_api import (
    error_table_number as number,
)
from whatsapp_dsgvo.lib.cloud_api import (
    error_table_recipient as recipient,
)
from whatsapp_dsgvo.lib.cloud_api import (
    error_table_service as service,
)
from whatsapp_dsgvo.lib.cloud_api import (
    error_table_template as template,
)
from whatsapp_dsgvo.lib.cloud_api.error_table import (
    RULES,
    is_known,
    retry_delay,
    rule_for,
)

# every code on Meta's page "Error codes", ranges by their ends
CODES = [
    *(0, 1, 2, 3, 4, 10, 17, 33, 100, 104, 190, 200, 299, 368, 80007),
    *(130403, 130429, 130472, 130497, 131000, 131005, 131008, 131009, 131016),
    *(131020, 131021, 131026, 131030, 131031, 131035, 131036, 131037, 131041),
    *(131042, 131044, 131045, 131047, 131048, 131049, 131050, 131051, 131052),
    *(131053, 131055, 131056, 131057, 131059, 131060, 131061, 131062, 131063),
    *(131064, 131200, 131215, 131299),
    *(132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018),
    *(132068, 132069, 133000, 133004, 133005, 133006, 133008, 133009, 133010),
    *(133015, 133016, 134011, 134100, 134101, 134102, 135000, 137000),
    *(138000, 138999, 139000, 139004, 139100, 139101, 139102, 139103),
    *(147001, 147005, 2388019, 2388039, 2388040, 2388047, 2388072, 2388073),
    *(2388293, 2388299, 2494100, 2593107, 2593108),
]
# Meta's column "retry": which of them pass, which are worth a later attempt, and which
# stop the whole account; all others are final for their message
TEMPORARY = {
    *(1, 2, 4, 17, 80007, 130429, 131000, 131016, 131056, 131057, 133004, 134101),
    *(139102, 139103, 2494100),
}
LATER = {
    *(131036, 131048, 131049, 131064, 132015, 132069, 133008, 133009, 133015, 133016)
}
ACCOUNT = {
    *(0, 10, 104, 190, 200, 299, 368, 131031, 131042, 131045, 133010),
}
SCOPES = {4: "app", 17: "app", 80007: "waba", 131057: "waba"}
SCOPES |= {130429: "number", 2494100: "number"}
TEXTS = ("agent_en", "agent_de", "remedy_en", "remedy_de")
ALL_RULES = [*(rule_for(code) for code in CODES), *fallback.RULES]


@pytest.mark.parametrize("code", CODES)
def test_every_documented_code_has_a_rule_of_its_own(code):
    assert is_known(code)
    assert rule_for(code).code == code


@pytest.mark.parametrize("code", CODES)
def test_every_documented_code_is_of_its_kind(code):
    kinds = (("temporary", TEMPORARY), ("later", LATER), ("account", ACCOUNT))
    expected = [kind for kind, codes in kinds if code in codes] or ["final"]
    assert [rule_for(code).kind] == expected


@pytest.mark.parametrize("code", CODES)
def test_a_failure_slows_down_only_those_it_speaks_of(code):
    assert rule_for(code).scope == SCOPES.get(code, "conversation")


@pytest.mark.parametrize("code", [2, 131016, fallback.OUTAGE.code, -3])
def test_an_outage_of_five_hours_is_outlasted(code):
    rule = rule_for(code)
    waits = [retry_delay(rule, attempt) for attempt in range(rule.retry.attempts)]
    assert sum(waits, timedelta(0)) > timedelta(hours=5)


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_a_full_sentence(name):
    texts = [getattr(rule, name) for rule in ALL_RULES]
    assert [text for text in texts if not (text[0].isupper() and text[-1] == ".")] == []


def test_no_german_text_is_left_in_english():
    same = [rule.code for rule in ALL_RULES if rule.agent_de == rule.agent_en]
    assert same == []


def test_only_temporary_failures_are_tried_again_automatically():
    retried = {rule.kind for rule in ALL_RULES if rule.retry.attempts}
    never = {rule.kind for rule in ALL_RULES if not rule.retry.attempts}
    assert (retried, "temporary" in never) == ({"temporary"}, False)


def test_whatever_stops_an_account_calls_the_administrator():
    assert all(rule.admin for rule in ALL_RULES if rule.kind == "account")


def test_no_code_stands_in_two_tables():
    tables = (access, recipient, service, template, number, fallback)
    codes = [rule.code for table in tables for rule in table.RULES]
    assert sorted(codes) == sorted(RULES)


@given(st.none() | st.integers(), st.none() | st.integers())
def test_there_is_a_rule_for_any_code(code, subcode):
    assert rule_for(code, subcode).agent_de


def test_a_new_code_is_final_and_keeps_its_number():
    rule = rule_for(999999)
    assert (rule.code, rule.kind, rule.admin) == (999999, "final", True)


def test_the_pair_limit_waits_four_to_the_power_of_the_attempt():
    waits = [retry_delay(rule_for(131056), attempt) for attempt in range(4)]
    assert waits == [timedelta(seconds=seconds) for seconds in (1, 4, 16, 64)]


@pytest.mark.parametrize("rule", [rule for rule in ALL_RULES if rule.retry.attempts])
def test_waits_never_shrink_and_never_pass_the_cap(rule):
    waits = [retry_delay(rule, attempt) for attempt in range(rule.retry.attempts)]
    assert waits == sorted(waits)
    assert waits[-1] <= rule.retry.cap


@pytest.mark.parametrize("attempt", [-1, 3, 10**9])
def test_after_the_last_attempt_there_is_no_wait(attempt):
    assert retry_delay(rule_for(131000), attempt) is None


def test_a_closed_window_tells_the_agent_in_german_what_to_do():
    rule = rule_for(131047)
    assert "24-Stunden-Fenster" in rule.agent_de
    assert "Vorlage" in rule.remedy_de


@pytest.mark.parametrize("code", [132000, 132001, 132005, 132012, 132015, 132016])
def test_trouble_with_the_template_calls_the_administrator(code):
    assert rule_for(code).admin


def test_no_remedy_offers_what_agents_do_not_have():
    """They choose no template and fill in no values: the system sends its only one."""
    offered = ("another template", "an approved template", "values you filled")
    texts = [rule.remedy_en for rule in ALL_RULES]
    assert [text for text in texts if any(word in text for word in offered)] == []
