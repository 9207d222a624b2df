from odoo import http
from odoo.http import request


class ConsentRecordController(http.Controller):
    @http.route(
        "/whatsapp/consent-record/<int:consent_id>.json",
        type="http",
        auth="user",
        methods=["GET"],
        save_session=False,
    )
    def consent_record(self, consent_id):
        """The consent record as a file; who may have it is the model's business."""
        consent = request.env["wa.consent"].browse(consent_id)
        # sudo: wa.consent - whether there is one; reading is checked below
        if not consent.sudo().exists():
            raise request.not_found()
        return request.make_response(
            consent._record_json(),
            [
                ("Content-Type", "application/json; charset=utf-8"),
                ("Cache-Control", "no-store"),
                (
                    "Content-Disposition",
                    f'attachment; filename="consent-record-{consent_id}.json"',
                ),
            ],
        )
