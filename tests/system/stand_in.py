"""The stand-in as a process of its own: killed at will, it goes on from its journal."""

import base64
import json
import signal

import requests

from devenv import ports, process, services
from tests.simulator.journal import FILE

from .running import until

TIMEOUT = 30


class StandIn:
    """Its control API over HTTP, as far as the crash tests need it."""

    def __init__(self, site, **settings):
        self._name = f"{site.name}-simulator"
        self._port = site.simulator_port
        self._folder = site.folder / "simulator"
        self._settings = settings

    def __enter__(self):
        self.start()
        self.configure(verify=False, **self._settings)
        return self

    def __exit__(self, *_error):
        process.stop(self._name)

    def start(self):
        services.start_simulator(self._name, self._port, self._folder)

    def kill(self):
        """kill -9; its threads may hold the port a moment longer, and Odoo knows no other."""
        port = ports.remembered(self._name)
        process.stop(self._name, sign=signal.SIGKILL)
        until(lambda: ports.is_free(port), 30, "the stand-in has left its port")

    @property
    def url(self):
        return services.url(self._name)

    def configure(self, **changes):
        self._post("config", **changes)

    def send(self, customer, **what):
        """What a person does on the phone; False if nobody knows whether it happened."""
        try:
            self._post("send", customer=customer, **what)
        except requests.RequestException:
            return False
        return True

    def send_file(self, customer, kind, data, **options):
        """A picture or document from the phone; the answer is that of `send`."""
        coded = base64.b64encode(data).decode()
        options = {"customer": customer, "kind": kind, "data": coded, **options}
        try:
            self._post("send_file", **options)
        except requests.RequestException:
            return False
        return True

    def flush(self):
        """How many updates still wait to be told."""
        try:
            return self._post("flush", timeout=5)["waiting"]
        except requests.RequestException:
            return -1

    def news(self, after):
        """The journal's records from number `after` on, [] while it is dead."""
        try:
            answer = requests.get(
                f"{self.url}/_sim/journal", params={"after": after}, timeout=TIMEOUT
            )
            return answer.json()["records"]
        except requests.RequestException:
            return []

    def journal(self):
        """What lies on the disk, which outlives every process."""
        lines = (self._folder / FILE).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def file(self, media_id):
        """The bytes it has of a file, from either side."""
        return (self._folder / "media" / media_id).read_bytes()

    def _post(self, path, **values):
        answer = requests.post(f"{self.url}/_sim/{path}", json=values, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.json()
