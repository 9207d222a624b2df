"""Introduces a site's Odoo and its stand-in to each other: ports are chosen late."""

import json
import urllib.error
import urllib.request

from . import database
from .progress import Problem

# The number of the addon's demo data, as the stand-in knows it.
PHONE_NUMBER_ID = "100000000000001"


def point(site, odoo_url, simulator_url):
    """Before Odoo starts: where it is itself, and where its Cloud API is."""
    database.ask(
        f"""
        insert into ir_config_parameter (key, value)
            values ('web.base.url', '{odoo_url}')
            on conflict (key) do update set value = excluded.value;
        update wa_channel set api_base_url = '{simulator_url}'
            where phone_number_id = '{PHONE_NUMBER_ID}';
        """,
        site.database,
    )


def call_back(site, odoo_url, simulator_url):
    """When both run: the stand-in verifies the webhook's address, as Meta does."""
    key = database.ask(
        "select app.webhook_key from wa_app app join wa_channel channel "
        f"on channel.app_id = app.id where phone_number_id = '{PHONE_NUMBER_ID}'",
        site.database,
    )
    if not key:
        raise Problem(
            "The demo's number is gone from this database; ./dev reset makes a new one."
        )
    settings = {"callback_url": f"{odoo_url}/whatsapp/webhook/{key}"}
    _post(f"{simulator_url}/_sim/config", settings)


def _post(address, body):
    request = urllib.request.Request(
        address,
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30):
            return
    except urllib.error.HTTPError as error:
        answer = error.read().decode(errors="replace")
        raise Problem(
            f"The stand-in could not verify Odoo's webhook: {answer}"
        ) from error
