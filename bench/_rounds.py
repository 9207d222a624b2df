"""How figures are made: interleaved rounds, medians, one table, one JSON file."""

import json
import os
import platform
import statistics
from dataclasses import dataclass, field

from devenv import config

RESULTS = config.ROOT / "bench" / "results"
LOWER, HIGHER = "lower", "higher"


@dataclass
class Figure:
    """One measured number; without a goal it is only told.

    `never`: the goal is a limit no round may break, so the worst round counts.
    """

    figure: str
    unit: str
    goal: float | None = None
    better: str = HIGHER
    runs: list = field(default_factory=list)
    never: bool = False

    @property
    def value(self):
        if self.never:
            return round(max(self.runs) if self.better == LOWER else min(self.runs), 3)
        return round(statistics.median(self.runs), 3)

    @property
    def reached(self):
        if self.goal is None:
            return True
        lower = self.better == LOWER
        return self.value <= self.goal if lower else self.value >= self.goal

    def document(self):
        return {
            "figure": self.figure,
            "value": self.value,
            "unit": self.unit,
            "goal": self.goal,
            "better": self.better,
            "runs": [round(run, 3) for run in self.runs],
        }


def interleaved(rounds, ways):
    """{name: [a number per round]}; every round runs each of `ways` = {name: function}.

    Every other round runs them backwards, so that nobody always comes first.
    """
    found = {name: [] for name in ways}
    for number in range(rounds):
        names = list(ways) if number % 2 == 0 else list(reversed(ways))
        for name in names:
            found[name].append(ways[name]())
    return found


def ratios(above, below):
    """Round by round: both sides of a ratio saw the same load of the machine."""
    return [one / other for one, other in zip(above, below, strict=True)]


def write(name, figures):
    """Print the table, write bench/results/<name>.json; 1 if a goal is missed."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    document = {
        "name": name,
        "machine": machine,
        "figures": [figure.document() for figure in figures],
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")
    for figure in figures:
        print(_line(figure))
    return 0 if all(figure.reached for figure in figures) else 1


def _line(figure):
    goal = ""
    if figure.goal is not None:
        sign = "≤" if figure.better == LOWER else "≥"
        goal = f"{sign} {figure.goal:g}{'' if figure.reached else '  MISSED'}"
    return f"{figure.figure:60} {figure.value:>10g} {figure.unit:18} {goal}"
