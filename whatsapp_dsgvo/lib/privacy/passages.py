"""Passages of a text that the rights of others keep back (Art. 15 (4) GDPR).

People put [[ and ]] around them. Stored is only where they are: how long the text was,
and begin and end of each, `"31:6-9,12-20"`. So nothing that was said is stored twice.
"""

import re
from collections.abc import Callable

BEGIN, END = "[[", "]]"
HIDDEN = "█████"  # of one length, so that it tells nothing of what it hides
_MARK = re.compile(r"(\[\[|\]\])")
Ranges = tuple[tuple[int, int], ...]


class BadMarks(ValueError):
    """The words were changed, or the marks are no pairs around something."""


def can_mark(text: str) -> bool:
    """Not if the words themselves have such signs."""
    return not _MARK.search(text)


def stored(text: str, marked: str) -> str:
    """Where the marks are; "" without any. Raise `BadMarks`."""
    plain, ranges, begin = "", [], None
    for part in _MARK.split(marked.replace("\r\n", "\n")):
        if part == BEGIN and begin is None:
            begin = len(plain)
        elif part == END and begin is not None and begin < len(plain):
            ranges.append(f"{begin}-{len(plain)}")
            begin = None
        elif part in (BEGIN, END):
            raise BadMarks
        else:
            plain += part
    if begin is not None or plain != text:
        raise BadMarks
    return f"{len(text)}:{','.join(ranges)}" if ranges else ""


def marked(text: str, places: str) -> str:
    """With the marks in it, for whoever looks through it."""
    return _put(text, places, lambda passage: f"{BEGIN}{passage}{END}")


def hidden(text: str, places: str) -> str:
    """Without the passages. Raise `BadMarks` if it isn't that text any more."""
    if len(text) != int(places.partition(":")[0]):
        raise BadMarks
    return _put(text, places, lambda _passage: HIDDEN)


def count(places: str) -> int:
    return len(_ranges(places))


def _put(text: str, places: str, instead: Callable[[str], str]) -> str:
    for begin, end in reversed(_ranges(places)):
        text = text[:begin] + instead(text[begin:end]) + text[end:]
    return text


def _ranges(places: str) -> Ranges:
    pairs = (one.split("-") for one in places.partition(":")[2].split(",") if one)
    return tuple((int(begin), int(end)) for begin, end in pairs)
