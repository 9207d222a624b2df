"""Files at Meta: look up, download, upload, delete. Source: Meta, "Media".

All calls raise a `CloudApiError`; whatever came and is not what was announced raises
`BrokenFile`. The token goes to the API and to the listed hosts only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from . import media_hosts, transport
from .client import CloudApi, content_of
from .client_settings import ClientSettings
from .errors import TemporaryError, UncertainOutcome, from_response
from .event_media import hex_digest
from .json_values import ident, words
from .media_download import BLOCK, BrokenFile, Clock, Download
from .media_upload import Multipart, Source

HOPS = 3
MEDIA_HOSTS = ("lookaside.fbsbx.com",)
_REDIRECTS = (301, 302, 303, 307, 308)
# 401, too: whether the token or only the address is too old tells the next look-up.
_GONE = (401, 404, 410)


@dataclass(frozen=True)
class MediaInfo:
    """What the API says of a file; the address is good for 5 minutes.

    `sha256` is lower-case hex; `size` in bytes, None if not said.
    """

    url: str = field(repr=False)
    mime_type: str | None
    sha256: str | None
    size: int | None


# Seconds for one download: Odoo ends a scheduled action after 120 s, and whatever it was
# fetching would begin anew.
TIME_LIMIT = 90.0


class MediaApi(CloudApi):
    """`hosts` may have the token besides the API's own; `time_limit` in seconds."""

    def __init__(
        self,
        settings: ClientSettings,
        clock: Clock,
        hosts: tuple[str, ...] = MEDIA_HOSTS,
        time_limit: float = TIME_LIMIT,
        resolve: media_hosts.Resolve = media_hosts.resolve,
    ):
        super().__init__(settings)
        self._clock = clock
        self._hosts = hosts
        self._time_limit = time_limit
        self._resolve = resolve

    def look_up(self, media_id: str) -> MediaInfo:
        """The address of a file, looked up anew for each download."""
        # the number's id makes Meta check that the file is this number's
        answer = self._get(self._media_path(media_id), **self._number_query())
        size = ident(answer.get("file_size"))
        return MediaInfo(
            url=words(answer.get("url")) or "",
            mime_type=words(answer.get("mime_type")) or None,
            sha256=hex_digest(words(answer.get("sha256")) or ""),
            size=int(size) if size and size.isdecimal() and len(size) < 16 else None,
        )

    @contextmanager
    def open(self, info: MediaInfo, limit: int) -> Iterator[Download]:
        """The file as a stream; what claims or has more than `limit` bytes is refused."""
        if info.size is not None and info.size > limit:
            raise BrokenFile("too_large")
        url, deadline = self._own(info.url), self._clock() + self._time_limit
        for _hop in range(HOPS):
            self._check(url)
            with self._stream(url) as response:
                if response.status_code not in _REDIRECTS:
                    yield _download(response, limit, deadline, self._clock)
                    return
                url = urljoin(url, response.headers.get("Location", ""))
        raise BrokenFile("foreign_host")

    def upload(self, source: Source, name: str, mime_type: str, boundary: str) -> str:
        """The id of the uploaded file, good for 30 days; read in small blocks."""
        fields = {"messaging_product": "whatsapp", "type": mime_type}
        body = Multipart(fields, source, name, mime_type, boundary)
        try:
            answer = self._exchange(
                "POST",
                self._number_path("media"),
                data=body,
                headers={"Content-Type": body.content_type},
            )
        except UncertainOutcome as error:
            # an upload nobody refers to reaches nobody: simply try again
            raise TemporaryError(http_status=error.http_status) from None
        media_id = ident(content_of(answer).get("id"))
        if media_id is None:
            raise TemporaryError(http_status=answer.status)
        return media_id

    def delete(self, media_id: str) -> None:
        """Ask Meta to delete a file; whether its copy goes is not documented."""
        path = self._media_path(media_id)
        self._exchange("DELETE", path, params=self._number_query())

    def _media_path(self, media_id: str) -> str:
        name = quote(media_id, safe="")
        if self._settings.path_style == "d360":
            return name
        return f"{self._settings.api_version}/{name}"

    def _number_query(self) -> dict[str, str]:
        return {"phone_number_id": self._settings.phone_number_id}

    def _own(self, url: str) -> str:
        """A provider hands out Meta's address, and serves the file under its own."""
        if self._settings.path_style != "d360":
            return url
        parts, base = urlsplit(url), urlsplit(self._settings.base_url)
        return parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()

    def _check(self, url: str) -> None:
        try:
            media_hosts.check(url, self._settings.base_url, self._hosts, self._resolve)
        except media_hosts.ForeignAddress:
            raise BrokenFile("foreign_host") from None
        except OSError:
            raise TemporaryError() from None

    def _stream(self, url: str) -> transport.Streamed:
        return transport.stream(
            self._session, url, self._auth, timeout=self._settings.timeout
        )


def _download(
    response: transport.Response, limit: int, deadline: float, clock: Clock
) -> Download:
    if response.status_code in _GONE:
        # the address has expired: the next attempt looks it up anew
        raise TemporaryError(http_status=response.status_code)
    if response.status_code != 200:
        raise from_response(response.status_code, b"", dict(response.headers))
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:16]) > limit:
        raise BrokenFile("too_large")
    return Download(response.iter_content(BLOCK), limit, deadline, clock)
