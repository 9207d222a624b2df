"""Load in both directions while things die: nobody waits, nobody gives up."""

import threading

from .crash_agents import AGENTS, CLICKED, Agent
from .crash_customers import ENOUGH, SAID, Customers


class Load:
    """All of them, from `with` to its end."""

    def __init__(self, site, seed):
        self._done = threading.Event()
        self.customers = Customers(site, seed, self._done)
        numbers = range(len(AGENTS))
        self.agents = [Agent(site, seed, self._done, number) for number in numbers]

    def __enter__(self):
        for thread in (self.customers, *self.agents):
            thread.start()
        return self

    def __exit__(self, *_error):
        self._done.set()
        for thread in (self.customers, *self.agents):
            thread.join()

    def acknowledged(self):
        return len(self._acknowledged())

    def lacking(self):
        """Kinds of what people say and agents click that have hardly been seen yet."""
        clicks = self._acknowledged()
        seen = [click.kind for click in clicks]
        seen += ["quote" for click in clicks if click.quoted]
        return [
            *(kind for kind in SAID if self.customers.lacks(kind)),
            *(kind for kind in CLICKED if seen.count(kind) < ENOUGH),
        ]

    def _acknowledged(self):
        return [c for c in self.answers.values() if c.how == "acknowledged"]

    @property
    def answers(self):
        """{name: Click}"""
        return {
            name: click
            for agent in self.agents
            for name, click in list(agent.answers.items())
        }
