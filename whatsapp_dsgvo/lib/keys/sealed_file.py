"""A sealed file read as if it were the clear one; nothing clear is ever written."""

import io

from . import chunks


class SealedFile(io.RawIOBase):
    """Seekable; holds one clear chunk of 1 MiB at a time.

    `size` is that of the sealed file in bytes. Reading raises `CannotRead` for a file
    that was changed.
    """

    def __init__(
        self, key: bytes, file: chunks.SeekableReader, size: int, aad: bytes
    ) -> None:
        super().__init__()
        self.length = chunks.plain_size(size)
        self._key, self._file, self._size, self._aad = key, file, size, aad
        self._position = 0
        self._number, self._chunk = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.length}
        self._position = max(base[whence] + offset, 0)
        return self._position

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        """At most to the end of the present chunk, as raw streams may."""
        if self._position >= self.length:
            return 0
        number, offset = divmod(self._position, chunks.CHUNK_SIZE)
        part = self._load(number)[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        close = getattr(self._file, "close", None)
        if close and not self.closed:
            close()
        super().close()

    def _load(self, number: int) -> bytes:
        if number != self._number:
            start = number * chunks.CHUNK_SIZE
            stop = min(start + chunks.CHUNK_SIZE, self.length)
            parts = chunks.open_range(
                self._key, self._file, self._size, start, stop, self._aad
            )
            self._number, self._chunk = number, b"".join(parts)
        return self._chunk
