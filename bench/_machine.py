"""How quick the machine is just now: a fixed work, whatever the database holds."""

import json
import time

PIECES = 3000
WORDS = "Guten Tag, meine Rechnung stimmt nicht. Können Sie das bitte prüfen? " * 20


def rate(cr):
    """Pieces a second: statements and Python in equal parts."""
    commit = cr.connection.commit
    cr.execute("CREATE TEMP TABLE IF NOT EXISTS bench_machine (words text)")
    commit()
    started = time.monotonic()
    for number in range(PIECES):
        words = json.dumps({"words": WORDS, "number": number})
        cr.execute("INSERT INTO bench_machine VALUES (%s)", [words])
        assert json.loads(words)["number"] == number
    cr.execute("TRUNCATE bench_machine")
    commit()
    return PIECES / (time.monotonic() - started)
