"""README's table "Measured" says what the results say, and owns up to missed goals."""

import json
import re
from collections import defaultdict

import pytest

from devenv import config

RESULTS = config.ROOT / "bench" / "results"
BENCH = re.compile(r"`(?:\w+=\w+ )?bench (\w+)`")
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?")
MISSED = "**missed"


def table():
    """{benchmark: [measured, …]}; "as above" means the row before."""
    text = (config.ROOT / "README.md").read_text(encoding="utf-8")
    rows, name = defaultdict(list), None
    for line in text.partition("\n## Measured\n")[2].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) != 4 or cells[0] in ("promise", "---"):
            continue
        found = BENCH.search(cells[3])
        name = found[1] if found else name
        rows[name].append(cells[2])
    return rows


def figures(name):
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["figures"]


def is_missed(figure):
    if figure["goal"] is None:
        return False
    if figure["better"] == "lower":
        return figure["value"] > figure["goal"]
    return figure["value"] < figure["goal"]


def is_told(value, measured):
    """Whether the value stands there, rounded to as many digits as are shown."""
    return any(
        abs(value - float(text.replace(",", ""))) <= 0.5001 * 10 ** -digits_of(text)
        for text in NUMBER.findall(measured)
    )


def digits_of(text):
    return len(text.partition(".")[2])


@pytest.mark.parametrize("name", sorted(table()))
def test_every_number_stems_from_the_results(name):
    values = [one["value"] for one in figures(name)]
    for measured in table()[name]:
        for text in NUMBER.findall(measured):
            assert any(is_told(value, text) for value in values), (text, measured)


@pytest.mark.parametrize("name", sorted(table()))
def test_a_missed_goal_is_owned_up_to(name):
    missed = [one["value"] for one in figures(name) if is_missed(one)]
    rows = [measured for measured in table()[name] if MISSED in measured]
    for value in missed:
        assert any(is_told(value, measured) for measured in rows), value
    for measured in rows:
        assert any(is_told(value, measured) for value in missed), measured


def test_every_result_is_in_the_table():
    names = {path.stem for path in RESULTS.glob("*.json")} - {"crash"}
    assert names <= set(table())
