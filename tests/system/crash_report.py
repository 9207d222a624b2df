"""What a crash run did and found: JSON for machines, a short table for people."""

import json
import platform
from collections import Counter, defaultdict
from datetime import datetime, timezone

from devenv import config

JSON = config.LOGS / "crash-report.json"
TABLE = config.LOGS / "crash-report.txt"


def of(seed, kills, seconds, meta, ours, answers, found):
    """The report as a dict. Findings name our own random ids, no message."""
    return {
        "date": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "python": platform.python_version(),
        "seed": seed,
        "kills": len(kills),
        "seconds": round(seconds),
        "victims": _victims(kills),
        "messages": {
            "written by customers": len(meta.told),
            "of these": dict(Counter(line["type"] for line in meta.told.values())),
            "stored": sum(row["direction"] == "in" for row in ours.messages),
            "clicks": dict(Counter(click.how for click in answers.values())),
            "of these clicks": dict(Counter(click.kind for click in answers.values())),
            "accepted by the stand-in": len(meta.accepted),
            "states of what went out": _states(ours),
            "ledger entries": len(ours.entries),
        },
        "files": {
            "fetched": _files(ours, "in"),
            "uploaded": _files(ours, "out"),
            "picked, but never sent": _files(ours, None),
        },
        "findings": found,
        "verdict": "FAULTS FOUND" if any(found.values()) else "nothing found",
    }


def _victims(kills):
    """{victim: how often, and the seconds until it was there again}"""
    back = defaultdict(list)
    for kill in kills:
        back[kill.victim].append(kill.back_after)
    return {
        victim: {"killed": len(times), "slowest_return": max(times)}
        for victim, times in sorted(back.items(), key=lambda item: -len(item[1]))
    }


def _files(ours, direction):
    """Of those that had to be moved again their worker or the other side had died."""
    files = [row for row in ours.files if row["direction"] == direction]
    again = sum(row["attempts"] > 1 for row in files)
    return {"files": len(files), "tried again": again}


def _states(ours):
    """Cancelled ones with their reason."""
    return dict(
        Counter(
            " ".join(filter(None, (row["state"], row["cancel_reason"])))
            for row in ours.messages
            if row["direction"] == "out"
        )
    )


def write(report, also=None):
    """Both files below the logs, the JSON in the file `also`, too; prints the table."""
    text = f"{json.dumps(report, indent=1)}\n"
    for path in filter(None, (JSON, also)):
        path.write_text(text, encoding="utf-8")
    table = "\n".join(_lines(report))
    TABLE.write_text(f"{table}\n", encoding="utf-8")
    print(f"\n{table}")


def _lines(report):
    yield f"{report['kills']} kills in {report['seconds']} s, seed {report['seed']}"
    for victim, row in report["victims"].items():
        back = f"back after at most {row['slowest_return']:.1f} s"
        yield f"  {victim:<18}{row['killed']:>4}  {back}"
    for what, count in (*report["messages"].items(), *report["files"].items()):
        yield f"  {what:<26}{count}"
    for kind, sentences in report["findings"].items():
        yield f"  {kind:<18}{len(sentences):>4}"
        yield from (f"    {sentence}" for sentence in sentences[:5])
    yield report["verdict"]
