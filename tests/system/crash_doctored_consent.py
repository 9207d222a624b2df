"""The checker would have found it: books of a run with one thing wrong about a yes."""

from dataclasses import replace

from .crash_checker import UNDER_WAY, findings
from .crash_customers import ANSWER
from .crash_doctored import Doctored


class DoctoredConsent(Doctored):
    def test_finds_an_answer_without_basis(self, books):
        rows = [
            {**row, "basis_entry_id": None, "exception_code": ""}
            for row in books[1].messages
        ]
        assert "without basis" in self.found(books, messages=rows)

    def test_finds_an_answer_given_up_without_a_no(self, books):
        row, basis = self._stood_on_a_yes(books)
        given_up = {
            **row,
            "text": ANSWER,
            "state": "cancelled",
            "cancel_reason": "no_consent",
        }
        rows = [given_up if one is row else one for one in books[1].messages]
        sentence = f"outbound {row['opaque_id']}: no_consent"

        def lost(heard):
            *entries, no = self._no(books, basis, row["queued_at"] + heard)
            entries = [e for e in entries if e["pseudonym"] != no["pseudonym"]]
            changed = replace(books[1], messages=rows, entries=[*entries, no])
            return sentence in findings(books[0], changed, books[2])["lost"]

        # it came before the answer was taken in, which so waited for nothing
        assert lost(-2)
        assert not lost(0)

    def _stood_on_a_yes(self, books):
        """An answer that Meta accepted, and the yes it stood on."""
        meta, ours, _answers = books
        entries = {entry["id"]: entry for entry in ours.entries}
        row = next(
            row
            for row in ours.messages
            if row["opaque_id"] in meta.accepted and row["basis_entry_id"] in entries
        )
        return row, entries[row["basis_entry_id"]]

    def _no(self, books, basis, known):
        """The ledger with a no after that yes, of which we know since `known`."""
        entries = books[1].entries
        later = {
            "id": max(entry["id"] for entry in entries) + 1,
            "seconds": basis["seconds"] + 1,
            "known": known,
        }
        return [*entries, {**basis, **later, "event": "withdrawn"}]

    def test_finds_an_answer_queued_after_a_no(self, books):
        row, basis = self._stood_on_a_yes(books)
        entries = self._no(books, basis, row["queued_at"] - 2)
        assert "without basis" in self.found(books, entries=entries)

    def test_finds_an_answer_sent_after_a_no(self, books):
        meta, ours, answers = books
        row, basis = self._stood_on_a_yes(books)
        (accepted,) = meta.accepted[row["opaque_id"]]

        def sent_after_the_no(seconds):
            at = row["queued_at"] + 10
            late = {**accepted, "at": at + seconds}
            told = {**meta.accepted, row["opaque_id"]: [late]}
            changed = replace(ours, entries=self._no(books, basis, at))
            found = findings(replace(meta, accepted=told), changed, answers)
            return (
                f"outbound {row['opaque_id']} was sent after a no"
                in (found["without basis"])
            )

        assert sent_after_the_no(UNDER_WAY + 1)
        assert not sent_after_the_no(UNDER_WAY - 1)
