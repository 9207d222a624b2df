"""README's table "Measured" says what the results say, and owns up to missed goals."""

import json
import re
from collections import defaultdict

import pytest

from devenv import config

RESULTS = config.ROOT / "bench" / "results"
BENCH = re.compile(r"`(?:\w+=\w+ )?bench (\w+)`")
# 1,234.5 but not the 50 of "in batches of 50"
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?")
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


@pytest.mark.parametrize("name", sorted(table()))
def test_every_number_stems_from_the_results(name):
    values = [value for one in figures(name) for value in (one["value"], *one["runs"])]
    for measured in table()[name]:
        for text in NUMBER.findall(measured):
            digits = len(text.partition(".")[2])
            number = float(text.replace(",", ""))
            assert number in [round(value, digits) for value in values], (
                text,
                measured,
            )


@pytest.mark.parametrize("name", sorted(table()))
def test_a_missed_goal_is_owned_up_to(name):
    missed = sum(map(is_missed, figures(name)))
    told = sum(MISSED in measured for measured in table()[name])
    assert bool(missed) == bool(told)


def test_every_result_is_in_the_table():
    names = {path.stem for path in RESULTS.glob("*.json")} - {"crash"}
    assert names <= set(table())
