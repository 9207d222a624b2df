"""What the person at the terminal reads: steps, sentences, problems."""

import contextlib
import sys
import time


class Problem(Exception):
    """Something went wrong; the text is the sentence to show."""


def say(text):
    """Progress goes to stderr: stdout belongs to results such as `up`'s JSON."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(title):
    """Show what is being done and how long it took."""
    say(f"· {title} …")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.1f} s")
