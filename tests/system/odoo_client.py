"""Odoo as a browser reaches it: a session and calls of public methods."""

import re
from urllib.parse import quote

import requests

TIMEOUT = 60


class Refused(Exception):
    """Odoo answered with an error; the message is what the user reads."""


class OdooClient:
    def __init__(self, url, database):
        self._url = url
        self._database = database
        self._session = requests.Session()
        self._token = None
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

    def get(self, path, **options):
        """`options` are those of `requests`."""
        return self._session.get(self._url + path, timeout=TIMEOUT, **options)

    def send_file(self, ticket, name, data):
        """As the composer does, as a raw body; the id of the attachment."""
        headers = {
            "Content-Type": "application/octet-stream",
            "X-File-Name": quote(name),
            "X-CSRF-Token": self._csrf_token(),
        }
        path = f"/whatsapp/upload/{ticket}"
        return self._send(path, data=data, headers=headers)["id"]

    def attach(self, ticket, name, data):
        """As Odoo's own chatter does, as a form; the id of the attachment."""
        form = {
            "csrf_token": self._csrf_token(),
            "thread_id": ticket,
            "thread_model": "helpdesk.ticket",
            "is_pending": "true",
        }
        files = {"ufile": (name, data)}
        answer = self._send("/mail/attachment/upload", data=form, files=files)
        return answer["data"]["attachment_id"]

    def _csrf_token(self):
        """What a page of the web client tells its scripts; as old as the session."""
        if not self._token:
            found = re.search(r'csrf_token: "(\w+)"', self.get("/odoo").text)
            if not found:
                raise Refused("no page to upload from")
            self._token = found[1]
        return self._token

    def _send(self, path, **options):
        answer = self._session.post(self._url + path, timeout=TIMEOUT, **options)
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
