"""Neither an answer nor the work behind it tells whom we know."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from .common import ERIKA, MAX
from .exporting import ExportCase

# Different for everybody, and told to nobody else.
OWN = (r'name="token" value="[^"]+"', r"\d{3}(%20| )\d{3}", r'value="\d{6}"')
PICTURE = r'src="data:image/png;base64,[^"]+"'


@tagged("post_install", "-at_install")
class TestSameness(ExportCase):
    def scene(self):
        super().scene()
        self.agree()
        self.visits = self.env["wa.self.visit"]

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    @contextmanager
    def statements(self):
        """What the database is asked, without the values."""
        asked, cursor = [], type(self.env.cr)
        execute = cursor.execute

        def noted(cr, query, *args, **kwargs):
            asked.append(query.code if isinstance(query, SQL) else str(query))
            return execute(cr, query, *args, **kwargs)

        with patch.object(cursor, "execute", noted):
            yield asked

    def seen(self, url, form):
        """(status, headers, words, statements) a visitor could tell apart."""
        # sessions and caches are warm with the second one
        for _each in range(2):
            self.env.flush_all()
            with self.statements() as asked:
                answer = self.url_open(url, data=form)
            self.env.invalidate_all()
        words = answer.text
        for own in OWN:
            words = re.sub(own, "…", words)
        headers = {k: v for k, v in answer.headers.items() if k != "Date"}
        return answer.status_code, headers, words, asked

    def assert_same(self, cases):
        """`cases`: {what it is: (url, form)}."""
        first = None
        for name, (url, form) in cases.items():
            with self.subTest(name):
                seen = self.seen(url, form)
                first = first or seen
                for one, other in zip(first, seen, strict=True):
                    self.assertEqual(one, other)

    def of_visit(self, token, **form):
        url = f"/whatsapp/me/{self.channel.uuid}?lang=de"
        return url, {"step": "show", "token": token, **form}

    def ended(self, customer=None):
        """The token of a visit that is over; of somebody who sent the code, or not."""
        token, code = self.visits._start(self.channel)
        if customer:
            self.write(f"DATEN {code}", customer)
            self.assertTrue(self.visits._of_token(self.channel, token).subject_id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wa_self_visit SET started_at = started_at - interval '1 day',"
            " confirmed_at = confirmed_at - interval '1 day' WHERE token_index = %s",
            [self.visits._token_index(token)],
        )
        self.env.invalidate_all()
        return token

    def test_a_visit_that_ended_is_as_one_that_never_was(self):
        self.assert_same(
            {
                "made up": self.of_visit("x" * 43),
                "of another shape": self.of_visit("1"),
                "none": self.of_visit(""),
                "ended, of a customer": self.of_visit(self.ended(ERIKA)),
                "ended, of somebody new": self.of_visit(self.ended(MAX)),
                "ended, of nobody": self.of_visit(self.ended()),
            }
        )

    def test_waiting_for_a_code_tells_nothing_of_who_has_written(self):
        waiting = {}
        for name, customer in (("a customer", ERIKA), ("somebody new", MAX)):
            token, code = self.visits._start(self.channel)
            self.write("Guten Tag, wo ist mein Paket?", customer)
            waiting[name] = self.of_visit(token, code=code)
        token, code = self.visits._start(self.channel)
        waiting["nobody"] = self.of_visit(token, code=code)
        qr = "odoo.addons.whatsapp_dsgvo.controllers.public_page._qr_code"
        with patch(qr, lambda _text: "data:,"):
            self.assert_same(waiting)

    def test_somebody_elses_code_in_the_form_is_not_looked_up(self):
        _other, theirs = self.visits._start(self.channel)
        token, code = self.visits._start(self.channel)
        nobodys = next(n for n in ("123456", "123457") if n not in (theirs, code))
        qr = "odoo.addons.whatsapp_dsgvo.controllers.public_page._qr_code"
        with patch(qr, lambda _text: "data:,"):
            self.assert_same(
                {one: self.of_visit(token, code=one) for one in (code, theirs, nobodys)}
            )

    def test_a_link_that_ended_is_as_one_that_never_was(self):
        cases = {
            "made up": ("/whatsapp/export/" + "x" * 43, None),
            "of another shape": ("/whatsapp/export/1", None),
        }
        over = self.env.cr.now()
        for name, vals in (
            ("fetched", {"state": "fetched"}),
            ("locked", {"state": "locked"}),
            ("too old", {"expires_at": over}),
            ("fetched too often", {"fetches": 5}),
        ):
            record = self.make()
            path, _code = self.release(record)
            self.authenticate(None, None)
            record._admitted_write(vals)
            cases[name] = (path, None)
        self.assert_same(cases)
        for _path, (path, _form) in cases.items():
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_wrong_code_of_any_shape_is_as_any_other(self):
        record = self.make()
        path, code = self.release(record)
        self.authenticate(None, None)
        digits = code.replace(" ", "")
        wrong = f"{digits[:5]}{(int(digits[5]) + 1) % 10}"
        seen = {}
        for typed in (wrong, "000000", "", "1", "Muster", "7" * 100, "\0"):
            record._admitted_write({"tries": 0})
            self.env.flush_all()
            seen[typed] = self.seen(path, {"code": typed})
        for typed, one in seen.items():
            with self.subTest(typed):
                self.assertEqual(one, seen[wrong])
        self.assertEqual(record.state, "released")
