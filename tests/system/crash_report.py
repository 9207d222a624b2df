"""What a crash run did and found: JSON for machines, a short table for people."""

import json
from collections import Counter

from devenv import config

JSON = config.LOGS / "crash-report.json"
TABLE = config.LOGS / "crash-report.txt"


def write(seed, kills, seconds, meta, ours, answers, found):
    """Write both files; the table as text."""
    report = {
        "seed": seed,
        "kills": len(kills),
        "seconds": round(seconds),
        "victims": {
            victim: {
                "killed": count,
                "slowest_return": max(
                    k.back_after for k in kills if k.victim == victim
                ),
            }
            for victim, count in Counter(kill.victim for kill in kills).most_common()
        },
        "messages": {
            "written by customers": len(meta.told),
            "stored": sum(row["direction"] == "in" for row in ours.messages),
            "clicks": dict(Counter(answers.values())),
            "accepted by the stand-in": len(meta.accepted),
            "states": dict(
                Counter(
                    row["state"] for row in ours.messages if row["direction"] == "out"
                )
            ),
            "ledger entries": len(ours.entries),
        },
        "findings": found,
    }
    JSON.write_text(json.dumps(report, indent=2), encoding="utf-8")
    table = "\n".join(_lines(report))
    TABLE.write_text(f"{table}\n", encoding="utf-8")
    return table


def _lines(report):
    yield f"{report['kills']} kills in {report['seconds']} s, seed {report['seed']}"
    for victim, row in report["victims"].items():
        back = f"back after at most {row['slowest_return']:.1f} s"
        yield f"  {victim:<18}{row['killed']:>4}  {back}"
    for what, count in report["messages"].items():
        yield f"  {what:<26}{count}"
    for kind, sentences in report["findings"].items():
        yield f"  {kind:<18}{len(sentences):>4}"
        yield from (f"    {sentence}" for sentence in sentences[:5])
