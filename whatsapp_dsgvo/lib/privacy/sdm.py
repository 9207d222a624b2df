"""Measures of the Standard Data Protection Model (SDM), and what proves each here.

Numbers and names are those of the German authorities' modules ("Bausteine") for SDM 2.0:
11, 42, 43, 50, 51, 60, 61 and 62, editions V1.0 and V1.0a of 2020. Only measures for
which this software has something to show; the others are the company's to document.
Source: Datenschutz-MV, "Bausteine des SDM".
"""

from typing import NamedTuple


class Measure(NamedTuple):
    """One row: the numbers, and the fact that is looked at when it is generated."""

    numbers: str
    fact: str


# module: its measures
MODULES: dict[str, tuple[Measure, ...]] = {
    "11": (
        Measure("M11.D07", "keys"),
        Measure("M11.S12, M11.P07", "backup"),
        Measure("M11.S16", "ledger"),
        Measure("M11.P09", "run"),
    ),
    "42": (
        Measure("M42.P09", "officer"),
        Measure("M42.P20", "document_vvt"),
        Measure("M42.P21", "requests"),
        Measure("M42.P22", "document_retention"),
        Measure("M42.P23", "processors"),
        Measure("M42.P26", "consents"),
        Measure("M42.P27", "threshold"),
        Measure("M42.P29", "lights"),
        Measure("M42.P31", "incidents"),
        Measure("M42.P36", "versions"),
    ),
    "43": (
        Measure("M43.D05", "log_periods"),
        Measure("M43.D07", "read_log"),
        Measure("M43.D19", "time_stamps"),
    ),
    "50": (Measure("M50.S08, M50.S17", "companies"),),
    "51": (
        Measure("M51.P06", "roles"),
        Measure("M51.P37", "four_eyes"),
        Measure("M51.S13", "role_changes"),
        Measure("M51.S17, M51.P56", "emergencies"),
    ),
    "60": (
        Measure("M60.D01", "keys"),
        Measure("M60.D02, M60.S04", "ledger"),
        Measure("M60.S05, M60.S06", "certificates"),
        Measure("M60.S07, M60.S08, M60.S09, M60.P06", "run"),
        Measure("M60.S10, M60.P08", "restore"),
        Measure("M60.P01, M60.P02, M60.P03", "rules"),
        Measure("M60.P04", "log_periods"),
        Measure("M60.P05", "processor_deletion"),
        Measure("M60.P09, M60.P10", "key_rules"),
        Measure("M60.P12", "disclosures"),
        Measure("M60.P13", "recipients"),
        Measure("M60.P14", "backup"),
    ),
    "61": (
        Measure("M61.P04", "rectifications"),
        Measure("M61.P10, M61.P15", "requests"),
        Measure("M61.P14", "identity"),
    ),
    "62": (
        Measure("M62.D01, M62.S01", "restrictions"),
        Measure("M62.D08, M62.D09", "restore"),
        Measure("M62.P05, M62.P06", "identity"),
        Measure("M62.P07", "requests"),
    ),
}
