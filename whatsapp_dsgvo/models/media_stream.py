"""The clear bytes of a sealed file on their way to a browser."""

import io
import logging

from PIL import Image
from werkzeug.wsgi import wrap_file

from odoo.exceptions import UserError
from odoo.http import Response, Stream, content_disposition, request

from ..lib.media import content

# At DEBUG it writes what cameras put into pictures: places, names, comments.
logging.getLogger("PIL").setLevel(logging.INFO)

# A sandbox without scripts, forms and origin, should the file be opened by itself.
POLICY = "default-src 'none'; sandbox"
# A sticker: Odoo neither opens nor shrinks this format.
AS_IT_IS = "image/webp"
# Pictures are read whole for a thumbnail; nothing else is.
WHOLE = content.INBOUND_BYTES["image"]


class SealedStream(Stream):
    """Decrypts while it is sent, ranges included; leaves nothing in any cache.

    Name and type come from the sealed values: what the address or Odoo say of them
    (`mimetype`, `download_name`, `immutable`) is not heard.
    """

    type = "data"

    def __init__(self, file, name, mime_type):
        super().__init__(etag=False, public=False, size=file.length)
        self.mimetype = self._type = content.served_type(mime_type)
        self.download_name = self._name = name
        self._look = content.look(mime_type)
        self._file = file
        self._thumbnail = None

    @property
    def data(self):
        """The whole picture, for Odoo's thumbnails: made in memory."""
        no_preview = UserError(request.env._("There is no preview of this file."))
        if self._look != "image" or self.size > WHOLE:
            raise no_preview
        self._file.seek(0)
        data = self._file.readall()
        if self._type == AS_IT_IS:
            return data
        try:
            Image.open(io.BytesIO(data)).close()
        except (OSError, Image.DecompressionBombError) as error:
            # of gigapixels in a few kilobytes Odoo would make an error 500
            raise no_preview from error
        return data

    @data.setter
    def data(self, thumbnail):
        self._thumbnail = thumbnail

    def get_response(self, as_attachment=None, **_ignored):
        thumbnail = self._thumbnail
        body = self._file if thumbnail is None else io.BytesIO(thumbnail)
        size = self._file.length if thumbnail is None else len(thumbnail)
        environ = request.httprequest.environ
        response = Response(
            wrap_file(environ, body, 64 * 1024),
            mimetype=self._type,
            direct_passthrough=True,
        )
        response.content_length = size
        shown = self._look != "file" and not as_attachment
        response.headers["Content-Disposition"] = content_disposition(
            self._name, "inline" if shown else "attachment"
        )
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = POLICY
        return response.make_conditional(
            environ, accept_ranges=True, complete_length=size
        )
