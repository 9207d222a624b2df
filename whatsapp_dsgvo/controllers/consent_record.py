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
        # searched, so that nobody learns from the answer which of others' there are
        consent = request.env["wa.consent"].search([("id", "=", consent_id)])
        if not consent:
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
