"""Nobody who administrates is told to ask the administration."""

import pytest

from whatsapp_dsgvo.lib.cloud_api.error_admin import REMEDIES, remedy_for_admin
from whatsapp_dsgvo.lib.cloud_api.error_table import RULES

FOR_ADMINS = [rule for rule in RULES.values() if rule.admin]


@pytest.mark.parametrize("rule", FOR_ADMINS, ids=lambda rule: str(rule.code))
def test_an_administrator_is_told_what_to_do(rule):
    english, german = remedy_for_admin(rule)
    assert "dministrator" not in english
    assert "dministration" not in german
    assert english.endswith(".") and german.endswith(".")


def test_every_row_is_the_remedy_of_a_rule():
    assert set(REMEDIES) <= {rule.remedy_en for rule in FOR_ADMINS}
