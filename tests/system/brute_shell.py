"""For Odoo's shell: try every key of today's store on every ciphertext there is.

Without asking whose it is, as somebody would who has an old backup and the present keys.
Prints what opened, and how many did not, as JSON.
"""

import base64
import datetime
import json

from odoo.addons.whatsapp_dsgvo.lib.keys import envelope
from odoo.addons.whatsapp_dsgvo.lib.keys.errors import CannotRead

NAMES = ("uuid", "opaque_id", "digest")
store = env["wa.vault"]._vault().store  # noqa: F821
later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
keys = store.get_many(store.pairs(later))


def sealed():
    """(model, field, possible names of the row, ciphertext) of every one."""
    for model in map(env.__getitem__, sorted(env.registry)):  # noqa: F821
        if not model._name.startswith("wa.") or model._abstract or not model._auto:
            continue
        columns = [
            name
            for name, field in model._fields.items()
            if field.type == "binary" and field.store and not field.attachment
        ]
        for row in model.sudo().with_context(bin_size=False).search([]):
            names = [row[name] for name in NAMES if name in model._fields]
            for column in columns:
                if row[column]:
                    yield model._name, column, names, base64.b64decode(row[column])


def opened(model, field, names, ciphertext):
    for name in names:
        for (subject, klass), key in keys.items():
            place = (model, field, name, subject, klass, key.version)
            try:
                return envelope.unseal(key.key, ciphertext, envelope.aad(*place))
            except CannotRead:
                continue
    return None


def files():
    """Clear bytes of every file, None where the key is gone."""
    for media in env["wa.media"].sudo().search([("attachment_id", "!=", False)]):  # noqa: F821
        one = media.attachment_id
        clear = media.env["wa.vault"]._open_file(
            media, media.subject_id, one._whatsapp_open(), one.file_size
        )
        yield clear and clear.read()


told = {"texts": [], "closed": {}, "opened": {}, "files": [], "closed files": 0}
for model, field, names, ciphertext in sealed():
    plain = opened(model, field, names, ciphertext)
    place = f"{model}.{field}"
    count = told["closed" if plain is None else "opened"]
    count[place] = count.get(place, 0) + 1
    if plain is not None:
        told["texts"].append(plain.decode("utf-8", "replace"))
for content in files():
    if content is None:
        told["closed files"] += 1
    else:
        told["files"].append(content.decode("utf-8", "replace"))
print(json.dumps(told))
