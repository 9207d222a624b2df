"""The bytes of files: in memory, or in the state folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

BLOCK = 64 * 1024
# Any 256 bytes in turn: neither compressible to nothing nor mistaken for another type.
_FILLING = bytes(range(256)) * (BLOCK // 256)


class MediaStore:
    """By media id. A file may be larger than its kept bytes: the rest is a pattern.

    So a test has a file of 100 MB without holding it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._kept: dict[str, bytes | bytearray] = {}
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def keep(self, media_id: str, data: bytes | bytearray) -> None:
        if self._folder:
            (self._folder / media_id).write_bytes(data)
        else:
            self._kept[media_id] = data

    def all(self) -> dict[str, bytes | bytearray]:
        """What is in memory."""
        return dict(self._kept)

    def replace(self, kept: dict[str, bytes | bytearray]) -> None:
        self.clear()
        self._kept.update(kept)

    def clear(self) -> None:
        self._kept.clear()
        for path in self._folder.iterdir() if self._folder else ():
            path.unlink()

    def blocks(self, media_id: str, size: int) -> Iterator[bytes]:
        """`size` bytes in small blocks. Raises KeyError if nothing is kept."""
        left = size
        for block in self._own_blocks(media_id):
            yield bytes(block[:left])
            left -= min(left, len(block))
        while left:
            yield _FILLING[:left]
            left -= min(left, BLOCK)

    def _own_blocks(self, media_id: str) -> Iterator[bytes | memoryview]:
        if not self._folder:
            whole = memoryview(self._kept[media_id])
            for start in range(0, len(whole), BLOCK):
                yield whole[start : start + BLOCK]
            return
        try:
            file = (self._folder / media_id).open("rb")
        except FileNotFoundError:
            raise KeyError(media_id) from None
        with file:
            while block := file.read(BLOCK):
                yield block


def sha256(blocks: Iterator[bytes]) -> str:
    """Lower-case hex."""
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()
