"""For Odoo's shell: a large file in and out; prints the growth of memory as JSON."""

import json
import os
import secrets
import sys
import threading
import time

sys.path.insert(0, os.environ["BENCH_ROOT"])

from odoo.addons.whatsapp_dsgvo.lib.cloud_api.client_settings import ClientSettings
from odoo.addons.whatsapp_dsgvo.lib.cloud_api.media import MediaApi
from odoo.addons.whatsapp_dsgvo.lib.media import fetch
from odoo.addons.whatsapp_dsgvo.models import guard

from bench._memory import MB, resident

TASK = json.loads(os.environ["BENCH"])
URL, SIZE = TASK["url"], TASK["size"]
env = env  # noqa: F821, PLW0127


class Peak:
    """The most memory used while it is entered, above what there was before."""

    def __enter__(self):
        self.before = self.highest = resident()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        self.started = time.monotonic()
        return self

    def _watch(self):
        while not self.done.wait(0.002):
            self.highest = max(self.highest, resident())

    def __exit__(self, *_error):
        self.seconds = time.monotonic() - self.started
        self.done.set()
        self.thread.join()

    def figures(self):
        megabytes = (max(self.highest, resident()) - self.before) / MB
        return {"megabytes": round(megabytes, 1), "seconds": round(self.seconds, 1)}


class Source:
    """The bytes an agent's browser would send."""

    def __init__(self):
        self.left = SIZE
        self.block = b"%PDF-1.4 " + bytes(range(1, 248)) * 265

    def read(self, size):
        part = self.block[: min(size, self.left)]
        self.left -= len(part)
        return part


def world():
    channel = env["wa.channel"].search([], limit=1)
    company = channel.company_id
    subject = env["wa.subject"].create({"company_id": company.id})
    conversation = env["wa.conversation"].create(
        {
            "subject_id": subject.id,
            "channel_id": channel.id,
            "company_id": company.id,
        }
    )
    ticket = guard.admitted(env["helpdesk.ticket"]).create(
        {
            "name": "bench",
            "description": "bench",
            "company_id": company.id,
            "whatsapp_conversation_id": conversation.id,
        }
    )
    return ticket, subject


def api():
    return MediaApi(ClientSettings("token", "1", base_url=URL), time.monotonic)


def job(media, subject):
    key, aad = env["wa.vault"]._file_key(media.uuid, subject)
    folder = env["ir.attachment"]._whatsapp_folder()
    return fetch.Job(
        media.uuid, api(), "1", "document", None, "a.pdf", None, key, aad, folder
    )


def measure():
    ticket, subject = world()
    medias = env["wa.media"]
    # the first use of a library is not what a file costs
    small = Source()
    small.left = 4 * MB
    medias._draft(ticket, "a.pdf", small)
    found = {}
    with Peak() as found["an agent's file taken and stored"]:
        media = medias._draft(ticket, "a.pdf", Source())
    with Peak() as found["a customer's file fetched"]:
        fetched = fetch.fetch(job(media, subject))
    with Peak() as found["and stored"]:
        media._store(fetched)
    with Peak() as found["uploaded to Meta"], media._open() as clear:
        api().upload(clear, "a.pdf", "application/pdf", secrets.token_hex(8))
    with Peak() as found["opened and read to its end"], media._open() as clear:
        while clear.read(64 * 1024):
            continue
    return {name: peak.figures() for name, peak in found.items()}


print(json.dumps(measure()))
env.cr.rollback()
