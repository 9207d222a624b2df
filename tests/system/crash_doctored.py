"""The checker would have found it: books of a run with one thing wrong about a file."""

import hashlib
import io
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag

from whatsapp_dsgvo.lib.keys import chunks

from .crash_checker import findings
from .crash_checker_files import FILES
from .crash_files import opened

KEY, PLACE = b"k" * 32, b"where it lies"


class Doctored:
    """Tests of a checker that has a run's `books`."""

    def found(self, books, meta=None, answers=None, **changes):
        """{kind: the sentences that the unchanged books do not bring}"""
        before = findings(*books)
        after = findings(
            replace(books[0], **(meta or {})),
            replace(books[1], **changes),
            answers or books[2],
        )
        new = {kind: sorted({*after[kind]} - {*before[kind]}) for kind in after}
        return {kind: sentences for kind, sentences in new.items() if sentences}

    def file(self, books, direction):
        """A file that the other side has, and the line or the row that brought it."""
        meta, ours, _answers = books
        rows = {row["opaque_id"]: row for row in ours.messages}
        for file in ours.files:
            row = rows.get(file["message"])
            if row and row["direction"] == direction and file["state"] == "ready":
                if direction == "in" and meta.told[row["wamid"]]["type"] in FILES:
                    return file, meta.told[row["wamid"]]
                if row["opaque_id"] in meta.accepted:
                    return file, row
        raise AssertionError(f"no file {direction}")

    def with_file(self, books, file, **changes):
        return [{**one, **changes} if one is file else one for one in books[1].files]


class DoctoredFiles(Doctored):
    @pytest.mark.parametrize("direction", ["in", "out"])
    def test_finds_a_lost_file(self, books, direction):
        file, _about = self.file(books, direction)
        rest = [one for one in books[1].files if one is not file]
        assert self.found(books, files=rest).keys() == {"lost"}

    @pytest.mark.parametrize("direction", ["in", "out"])
    def test_finds_a_doubled_file(self, books, direction):
        file, _about = self.file(books, direction)
        twice = [*books[1].files, {**file}]
        assert self.found(books, files=twice).keys() == {"doubled"}

    @pytest.mark.parametrize("direction", ["in", "out"])
    @pytest.mark.parametrize("now", [hashlib.sha256(b"other").hexdigest(), "damaged"])
    def test_finds_altered_bytes(self, books, direction, now):
        file, _about = self.file(books, direction)
        files = self.with_file(books, file, sha256=now)
        assert self.found(books, files=files).keys() == {"altered"}

    def test_finds_altered_bytes_at_the_phone(self, books):
        file, row = self.file(books, "out")
        (sent,) = books[0].accepted[row["opaque_id"]]
        there = sent["payload"][sent["type"]]["id"]
        other = {**books[0].files[there], "sha256": "0" * 64}
        meta = {"files": {**books[0].files, there: other}}
        (sentence,) = self.found(books, meta)["altered"]
        assert sentence == f"file of {file['message']} at the phone"

    def test_finds_another_file_than_the_agent_picked(self, books):
        row = self.file(books, "out")[1]
        click = replace(books[2][row["text"]], sha256="0" * 64)
        answers = {**books[2], row["text"]: click}
        assert self.found(books, answers=answers).keys() == {"altered"}

    def test_finds_a_file_given_up(self, books):
        files = self.with_file(
            books, self.file(books, "in")[0], state="refused", reason="gone", stored=0
        )
        (sentence,) = self.found(books, files=files)["lost"]
        assert sentence.endswith("is refused gone")

    def test_takes_an_expired_file_only_if_it_has_expired(self, books):
        file, line = self.file(books, "in")
        media = line[line["type"]]["id"]
        files = self.with_file(books, file, state="expired", stored=0)
        assert self.found(books, files=files).keys() == {"lost"}
        gone = {**books[0].files[media], "expires_at": books[0].now - 1}
        meta = {"files": {**books[0].files, media: gone}}
        assert self.found(books, meta, files=files) == {}

    def test_finds_a_file_that_never_comes(self, books):
        file, _line = self.file(books, "in")
        files = self.with_file(books, file, state="pending", stored=0)
        assert self.found(books, files=files).keys() == {"lost", "in the dark"}

    def test_finds_a_file_that_is_stored_twice(self, books):
        files = self.with_file(books, self.file(books, "in")[0], stored=2)
        assert self.found(books, files=files).keys() == {"left over"}

    def test_finds_what_is_left_in_the_file_store(self, books):
        left = ["ab/half-a-file"]
        assert self.found(books, left=left) == {
            "left over": ["ab/half-a-file in the file store"]
        }

    def test_finds_a_file_that_was_taken_back(self, books):
        meta, ours, _answers = books
        taken_back = next(row for row in ours.messages if row["revoked"])
        line = {**meta.told[taken_back["wamid"]], "type": "image"}
        told = {**meta.told, taken_back["wamid"]: line}
        file = {**self.file(books, "in")[0], "message": taken_back["opaque_id"]}
        found = self.found(books, {"told": told}, files=[*ours.files, file])
        assert found.keys() == {"left over"}

    def test_opens_what_was_sealed_and_nothing_else(self):
        clear = b"x" * (chunks.CHUNK_SIZE + 5)
        file = io.BytesIO()
        chunks.seal_stream(KEY, io.BytesIO(clear), file, PLACE)
        sealed = file.getvalue()
        assert opened(KEY, sealed, PLACE) == clear
        for wrong in (
            sealed[:-1],
            sealed[: chunks.CHUNK_SIZE],
            sealed[:500] + bytes([sealed[500] ^ 1]) + sealed[501:],
        ):
            with pytest.raises(InvalidTag):
                opened(KEY, wrong, PLACE)


class DoctoredWords(Doctored):
    def _row(self, books, kind):
        """Of a told line of this kind: the row it is in."""
        told = books[0].told
        return next(
            row
            for row in books[1].messages
            if row["direction"] == "in"
            and told[row["wamid"]]["type"] == kind
            and (row["content"] or kind == "edit")
        )

    def _with_row(self, books, row, **changes):
        rows = books[1].messages
        return [{**one, **changes} if one is row else one for one in rows]

    @pytest.mark.parametrize("kind", ["text", "image", "location", "interactive"])
    def test_finds_other_words(self, books, kind):
        row = self._row(books, kind)
        rows = self._with_row(books, row, text="anders", content={"text": "anders"})
        assert self.found(books, messages=rows).keys() == {"lost"}

    def test_finds_an_edit_that_came_to_nothing(self, books):
        edit = books[0].told[self._row(books, "edit")["wamid"]]["edit"]
        about = edit["original_message_id"]
        row = next(row for row in books[1].messages if row["wamid"] == about)
        rows = self._with_row(books, row, text=row["text"].removesuffix(" geändert"))
        assert self.found(books, messages=rows).keys() == {"lost"}

    def test_finds_a_message_that_was_taken_back_in_vain(self, books):
        row = next(row for row in books[1].messages if row["revoked"])
        rows = self._with_row(books, row, revoked=False, content={"text": "noch da"})
        assert "left over" in self.found(books, messages=rows)

    def test_finds_a_lost_reaction(self, books):
        row = next(
            row
            for row in books[1].messages
            if row["direction"] == "in" and row["content"].get("emoji")
        )
        for changes in ({"content": {}}, {"target_id": None}):
            rows = self._with_row(books, row, **changes)
            assert len(self.found(books, messages=rows)) == 1

    @pytest.mark.parametrize("fact", ["quoted", "target"])
    def test_finds_an_answer_to_something_else(self, books, fact):
        meta, ours, answers = books
        keys = {
            row["key"] for row in ours.messages if row["opaque_id"] in meta.accepted
        }
        name = next(
            name
            for name, click in answers.items()
            if getattr(click, fact) and click.key in keys
        )
        changed = {**answers, name: replace(answers[name], **{fact: "another"})}
        assert self.found(books, answers=changed).keys() == {"altered"}
