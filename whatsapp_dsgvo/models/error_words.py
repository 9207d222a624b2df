"""Cause and remedy of an error in the reader's language; never Meta's own text."""

from ..lib.cloud_api.error_admin import remedy_for_admin


def cause(rule, env):
    return rule.agent_de if _is_german(env) else rule.agent_en


def remedy(rule, env):
    return rule.remedy_de if _is_german(env) else rule.remedy_en


def admin_remedy(rule, env):
    """For the one whom agents are told to ask."""
    english, german = remedy_for_admin(rule)
    return german if _is_german(env) else english


def with_code(rule, env):
    """Meta's code finds its explanation; our own say nothing to anybody."""
    return cause(rule, env) if rule.code < 0 else f"{cause(rule, env)} ({rule.code})"


def _is_german(env):
    return (env.lang or "").startswith("de")
