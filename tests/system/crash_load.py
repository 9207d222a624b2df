"""Load in both directions while things die: nobody waits, nobody gives up."""

import threading

from .crash_agents import AGENTS, Agent
from .crash_customers import Customers


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
        return sum(click.how == "acknowledged" for click in self.answers.values())

    @property
    def answers(self):
        """{name: Click}"""
        return {
            name: click
            for agent in self.agents
            for name, click in list(agent.answers.items())
        }
