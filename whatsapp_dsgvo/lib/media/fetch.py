"""One file from Meta into a sealed temporary file; nothing clear touches the disk."""

import tempfile
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import IO

from ..cloud_api.media import MediaApi
from ..cloud_api.media_download import Clock
from ..keys import chunks
from ..keys.sealed_file import SealedFile
from . import content, scanner
from .room import Room

# Seconds for a whole scan: a batch has two files for each thread, and Odoo ends a
# scheduled action after 120 s. ClamAV itself gives up after 120 s (MaxScanTime).
SCAN_LIMIT = 30.0
PING_LIMIT = 5.0


@dataclass(frozen=True)
class Job:
    """All that fetching needs, so that it touches no database.

    `folder` is where the sealed file lies until it is stored; `scanner` is an address,
    "" for none, and its time goes by `clock`. `sha256` in hex, if the webhook told it.
    `room` is what the sender may still send today, None if that does not count.
    """

    uuid: str
    api: MediaApi
    media_id: str = field(repr=False)
    kind: str
    claimed_type: str | None
    claimed_name: str | None = field(repr=False)
    sha256: str | None
    key: bytes = field(repr=False)
    aad: bytes
    folder: str
    clock: Clock
    scanner: str = ""
    room: Room | None = None


@dataclass(frozen=True)
class Fetched:
    """`file` is sealed and open, to be closed by the caller; `length` is the clear one."""

    file: IO[bytes]
    length: int
    verdict: content.Verdict


def fetch(job: Job) -> Fetched:
    """Look up, download, check, scan.

    Raises CloudApiError, BrokenFile, ScannerAway, NoRoom, or OSError if the disk is full.
    """
    if job.scanner and not scanner.is_there(job.scanner, PING_LIMIT, job.clock):
        raise scanner.ScannerAway("ping")
    # pylint: disable-next=consider-using-with
    file = tempfile.TemporaryFile(dir=job.folder)
    try:
        return _fetch_into(job, file)
    except BaseException:
        file.close()
        raise


def _fetch_into(job: Job, file: IO[bytes]) -> Fetched:
    info = job.api.look_up(job.media_id)
    limit = content.inbound_limit(job.kind)
    # by the size Meta tells: the files of one batch come at the same time
    size = min(info.size or 0, limit)
    with (
        job.room.taken(size) if job.room else nullcontext(),
        job.api.open(info, limit) as download,
    ):
        length = chunks.seal_stream(job.key, download, file, job.aad)
        download.check(info.sha256 or job.sha256, info.size)
    # a full disk is told here, and not by whoever stores it or closes it
    file.flush()
    verdict = content.judge(
        job.kind, job.claimed_type or info.mime_type, job.claimed_name, download.head
    )
    if job.scanner and verdict.state == "ready":
        verdict = _scanned(job, file, verdict)
    return Fetched(file, length, verdict)


def _scanned(job: Job, file: IO[bytes], verdict: content.Verdict) -> content.Verdict:
    size = file.tell()
    clear = SealedFile(job.key, _Kept(file), size, job.aad)
    try:
        answer = scanner.scan(job.scanner, clear, SCAN_LIMIT, job.clock)
    except scanner.TooLargeToScan:
        return replace(verdict, state="quarantined", reason="not_scannable")
    if answer == scanner.FOUND:
        return replace(verdict, state="quarantined", reason="virus")
    return verdict


class _Kept:
    """The file stays open when its reader is done."""

    def __init__(self, file: IO[bytes]) -> None:
        self.read, self.seek = file.read, file.seek
