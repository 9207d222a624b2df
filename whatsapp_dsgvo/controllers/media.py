from urllib.parse import unquote

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from . import public_page

# The largest file, and a little for what the check itself should say.
BODY_LIMIT = 101 * 1024 * 1024


class MediaController(http.Controller):
    """The file of a message under an address that says nothing about it."""

    @http.route(
        "/whatsapp/media/<string:uuid>",
        type="http",
        auth="user",
        methods=["GET"],
        # reading is logged
        readonly=False,
        save_session=False,
    )
    def file(self, uuid, download=None, **_ignored):
        # sudo: wa.media - the stream checks the real user
        media = (
            request.env["wa.media"]
            .sudo()
            .search([("uuid", "=", public_page.text(uuid))])
        )
        if not media:
            raise request.not_found()
        try:
            stream = media._stream()
        except UserError:
            # the same answer, whether there is no such file or no right to it
            raise request.not_found() from None
        return stream.get_response(as_attachment=bool(download))

    @http.route(
        "/whatsapp/upload/<int:ticket_id>",
        type="http",
        auth="user",
        methods=["POST"],
        # the token comes in a header: the body is the file and nothing else
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=BODY_LIMIT,
    )
    def upload(self, ticket_id, **_ignored):
        """A file for a ticket, as a raw stream: no form parser spools it to disk.

        Headers: X-CSRF-Token; X-File-Name, percent-encoded UTF-8. Answers
        {"id", "name", "size", "kind"}, or {"error": a sentence for the agent}.
        """
        http_request = request.httprequest
        if not request.validate_csrf(http_request.headers.get("X-CSRF-Token", "")):
            return request.make_json_response({"error": _expired()}, status=403)
        if http_request.mimetype != "application/octet-stream":
            return request.make_response("", status=415)
        name = unquote(http_request.headers.get("X-File-Name", ""))
        # Odoo's wrapper hides the stream, and offers the whole body at once only
        stream = http_request._HTTPRequest__wrapped.stream
        ticket = request.env["helpdesk.ticket"].browse(ticket_id).exists()
        try:
            media = ticket._whatsapp_take_file(name, stream)
        except UserError as error:
            return request.make_json_response({"error": str(error)}, status=400)
        return request.make_json_response(media._draft_facts())


def _expired():
    return request.env._("Your session has expired. Please reload the page.")
