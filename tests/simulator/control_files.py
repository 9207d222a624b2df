"""The Python API of files: people send them, tests look at what is kept."""

from . import customer_files, media_files
from .customers import resolve
from .entities import MediaFile
from .world import World


class FileControls:
    world: World

    def customer_sends_file(
        self, customer, kind: str, data: bytes | bytearray = b"", **options
    ) -> str:
        """`kind`: image, video, audio, document or sticker; returns the wamid.

        Options: filename, caption, mime_type, voice, animated, quote, phone_id, and
        `size` in bytes for a file larger than `data`, filled with a pattern.
        """
        person = resolve(self.world, customer)
        return customer_files.send(self.world, person, kind, data, **options).id

    @property
    def media(self) -> list[MediaFile]:
        """Every file, uploaded or sent by customers, oldest first, deleted ones too."""
        with self.world.lock:
            return list(self.world.media.values())

    def media_of(self, message_id: str) -> MediaFile:
        """The file of a message in either direction. Raises ValueError if none."""
        message = self.world.messages.get(message_id)
        part = message.payload.get(message.type) if message else None
        media_id = part.get("id", "") if isinstance(part, dict) else ""
        if media_id not in self.world.media:
            raise ValueError(f"message {message_id!r} has no file")
        return self.world.media[media_id]

    def media_bytes(self, media_id: str) -> bytes:
        row = self.world.media[media_id]
        return b"".join(self.world.files.blocks(media_id, row.size))

    def media_url(self, media_id: str) -> str:
        """A download address for five minutes, as a look-up answers it."""
        return media_files.url(self.world, media_id)

    def calls(self, endpoint: str, node: str = "") -> list[dict]:
        """The Graph requests of an endpoint, for one node (last part of the path)."""
        return [
            request
            for request in list(self.world.requests)
            if request["endpoint"] == endpoint
            and (not node or request["path"].rsplit("/", 1)[-1] == node)
        ]
