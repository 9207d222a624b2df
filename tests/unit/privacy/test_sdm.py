"""The table of SDM measures: numbers of the modules, each told once."""

import re

from whatsapp_dsgvo.lib.privacy import sdm

ROWS = [(module, one) for module, rows in sdm.MODULES.items() for one in rows]


def test_every_number_is_of_its_module():
    for module, measure in ROWS:
        for number in measure.numbers.split(", "):
            assert re.fullmatch(rf"M{module}\.[DSP]\d\d", number), number


def test_no_measure_is_told_twice():
    numbers = [n for _module, one in ROWS for n in one.numbers.split(", ")]
    assert len(numbers) == len(set(numbers))
