"""Odoo as a browser reaches it: a session and calls of public methods."""

import requests

TIMEOUT = 60


class Refused(Exception):
    """Odoo answered with an error; the message is what the user reads."""


class OdooClient:
    def __init__(self, url, database):
        self._url = url
        self._database = database
        self._session = requests.Session()
        self.uid = None

    def login(self, name, password):
        answer = self._post(
            "/web/session/authenticate",
            {"db": self._database, "login": name, "password": password},
        )
        self.uid = answer["uid"]
        return self

    def call(self, model, method, *arguments, **keywords):
        """Call a public method; raises Refused, or requests' errors without answer."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": list(arguments),
                "kwargs": keywords,
            },
        )

    def route(self, path, **parameters):
        """Call a JSON route of the web client, such as `/mail/message/post`."""
        return self._post(path, parameters)

    def get(self, path):
        return self._session.get(self._url + path, timeout=TIMEOUT)

    def upload(self, path, data, headers):
        """A raw body, as the composer sends a file; the answer as JSON."""
        answer = self._session.post(
            self._url + path, data=data, headers=headers, timeout=TIMEOUT
        )
        answer.raise_for_status()
        return answer.json()

    def _post(self, path, parameters):
        body = {"jsonrpc": "2.0", "method": "call", "params": parameters}
        answer = self._session.post(self._url + path, json=body, timeout=TIMEOUT)
        answer.raise_for_status()
        content = answer.json()
        if "error" in content:
            data = content["error"].get("data") or {}
            raise Refused(data.get("message") or content["error"]["message"])
        return content.get("result")
