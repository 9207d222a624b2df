"""How many rows a transaction takes, so that nobody waits long for what it has locked.

Nobody knows beforehand what a row costs: one has a file, the next machine is slower, and
others use it. So each batch tells the size of the next one.
"""

FIRST = 20
LARGEST = 500
# Whoever meets a batch waits that long; twice as long when the machine falters.
LASTS = 0.05  # seconds


def next_size(done: int, seconds: float) -> int:
    """Rows of the next batch, after one of `done` rows that took that long."""
    fitting = min(done * LASTS / max(seconds, 0.001), done * 2)
    return min(max(round(fitting), FIRST), LARGEST)
