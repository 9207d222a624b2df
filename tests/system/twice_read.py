"""For Odoo's shell: what the only erasure has counted, written and signed."""

import json

job = env["wa.erasure"].search([])  # noqa: F821
entries = env["wa.ledger.entry"].search([("event", "=", "erased")])  # noqa: F821
print(
    json.dumps(
        {
            "state": job.state,
            "counted": job._facts()["done"],
            "expected": job._facts()["preview"],
            "entries": len(entries),
            "signed": job._verify_certificate(),
            "entry_signed": json.loads(job.certificate)["ledger"]["seq"] == entries.seq,
        }
    )
)
