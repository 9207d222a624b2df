from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class MediaController(http.Controller):
    """The file of a message under an address that says nothing about it."""

    @http.route(
        "/whatsapp/media/<string:uuid>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def file(self, uuid, download=None, **_ignored):
        # sudo: wa.media - the stream checks the real user
        media = request.env["wa.media"].sudo().search([("uuid", "=", uuid)])
        if not media:
            raise request.not_found()
        try:
            stream = media._stream()
        except UserError:
            # the same answer, whether there is no such file or no right to it
            raise request.not_found() from None
        return stream.get_response(as_attachment=bool(download))
