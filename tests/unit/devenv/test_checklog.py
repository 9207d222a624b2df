from devenv import checklog

INFO = "2026-11-23 22:41:00,100 99 INFO wa_test odoo.registry: loaded"
WARNING = "2026-11-23 22:41:00,200 99 WARNING wa_test odoo.fields: odd default"
ERROR = "2026-11-23 22:41:00,300 99 ERROR wa_test odoo.sql_db: bad query"


def test_warnings_and_errors_are_complaints():
    text = "\n".join([INFO, WARNING, "  a traceback's line", ERROR])
    assert checklog.complaints(text) == [WARNING, ERROR]


def test_the_word_warning_in_a_message_is_no_complaint():
    assert checklog.complaints(f"{INFO} WARNING: fine") == []


def test_excused_lines_are_left_out():
    excuse = checklog.Allowed(r"odoo\.fields: odd default", "not ours")
    assert checklog.complaints(f"{WARNING}\n{ERROR}", [excuse]) == [ERROR]


def test_every_excuse_has_a_reason():
    assert all(excuse.reason for excuse in checklog.ALLOWED)
