"""Files as a row of sealed 1 MiB chunks: streamed in, read from any place.

Shape: version (1 byte, 1) ‖ salt (32 bytes, random) ‖ chunks, each with its tag of
16 bytes. Every file has its own key, derived from the data key and the salt, so the
chunk's number may be its nonce. Number and "this is the last" are authenticated: a
chunk that is missing, moved or put behind the end cannot be read.
"""

import os
from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .envelope import NONCE_SIZE, TAG_SIZE, Random
from .errors import CannotRead

CHUNK_SIZE = 1 << 20
_VERSION = b"\x01"
_SALT_SIZE = 32
_HEADER_SIZE = len(_VERSION) + _SALT_SIZE
_SEALED_CHUNK = CHUNK_SIZE + TAG_SIZE


class Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


class SeekableReader(Reader, Protocol):
    def seek(self, offset: int, /) -> int: ...


class Writer(Protocol):
    def write(self, content: bytes, /) -> object: ...


def seal_stream(
    key: bytes, reader: Reader, writer: Writer, aad: bytes, random: Random = os.urandom
) -> int:
    """Encrypt a stream; return its length in bytes. Holds two chunks in memory."""
    salt = random(_SALT_SIZE)
    cipher = _file_cipher(key, salt)
    writer.write(_VERSION + salt)
    length, number, chunk = 0, 0, _fill(reader, CHUNK_SIZE)
    while True:
        # only the chunk after it tells whether this one is the last
        following = _fill(reader, CHUNK_SIZE) if len(chunk) == CHUNK_SIZE else b""
        place = _place(aad, number, last=not following)
        writer.write(cipher.encrypt(_nonce(number), chunk, place))
        length, number = length + len(chunk), number + 1
        if not following:
            return length
        chunk = following


def open_range(
    key: bytes, reader: SeekableReader, size: int, start: int, stop: int, aad: bytes
) -> Iterator[bytes]:
    """Yield the clear bytes [start, stop) of a sealed file of `size` bytes.

    Raise `CannotRead` as soon as a chunk is not what was sealed; what was yielded
    before is authentic. A range that leaves out the last chunk says nothing about
    the file's length: take `plain_size` and compare it with the one on record.
    """
    length = plain_size(size)
    if not 0 <= start <= stop <= length:
        raise ValueError("The range lies outside of the file.")
    cipher = _open_header(key, reader)
    final = max(length - 1, 0) // CHUNK_SIZE
    for number in range(start // CHUNK_SIZE, max(stop - 1, 0) // CHUNK_SIZE + 1):
        reader.seek(_HEADER_SIZE + number * _SEALED_CHUNK)
        sealed = _fill(reader, _SEALED_CHUNK)
        try:
            place = _place(aad, number, last=number == final)
            chunk = cipher.decrypt(_nonce(number), sealed, place)
        except (InvalidTag, ValueError) as error:
            raise CannotRead from error
        offset = number * CHUNK_SIZE
        yield chunk[max(start - offset, 0) : stop - offset]


def plain_size(sealed: int) -> int:
    """Length of the clear file in bytes; `CannotRead` for an impossible length."""
    body = sealed - _HEADER_SIZE
    chunks = -(-body // _SEALED_CHUNK)
    length = body - chunks * TAG_SIZE
    last = length - (chunks - 1) * CHUNK_SIZE
    if chunks < 1 or last < 0 or (last == 0 and chunks > 1):
        raise CannotRead
    return length


def _open_header(key: bytes, reader: SeekableReader) -> AESGCM:
    reader.seek(0)
    header = _fill(reader, _HEADER_SIZE)
    if len(header) < _HEADER_SIZE or header[:1] != _VERSION:
        raise CannotRead
    return _file_cipher(key, header[1:])


def _fill(reader: Reader, size: int) -> bytes:
    """Network streams give less than asked for long before they end."""
    parts = bytearray()
    while len(parts) < size:
        part = reader.read(size - len(parts))
        if not part:
            break
        parts += part
    return bytes(parts)


def _file_cipher(key: bytes, salt: bytes) -> AESGCM:
    if len(key) != 32:
        raise ValueError("An AES-256 key has 32 bytes.")
    kdf = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"wa-chunks-v1")
    return AESGCM(kdf.derive(key))


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_SIZE, "big")


def _place(aad: bytes, number: int, last: bool) -> bytes:
    # the suffix has a fixed length, so no other `aad` leads to the same bytes
    return aad + number.to_bytes(8, "big") + bytes([last])
