"""Cause and remedy of an error in the reader's language; never Meta's own text."""


def cause(rule, env):
    return rule.agent_de if _is_german(env) else rule.agent_en


def remedy(rule, env):
    return rule.remedy_de if _is_german(env) else rule.remedy_en


def _is_german(env):
    return (env.lang or "").startswith("de")
