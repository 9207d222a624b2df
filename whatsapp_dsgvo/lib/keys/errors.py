"""What can go wrong with keys, and what the caller can do about it.

KeyStoreError
├── KeyStoreUnavailable   stop the content service, change nothing, try again later
│   └── DatabaseCopied    quarantine; a person decides whether to re-bind
├── MasterKeyError        stop the content service, an administrator must act
│   ├── MasterKeyMissing  no file, or no key for an epoch that is still in use
│   ├── MasterKeyWrong    a file, but not the one this store was made with
│   ├── MasterKeyMalformed
│   └── MasterKeyExists   a key file is never overwritten
├── EscrowUnreadable      wrong passphrase or file; nothing was changed
├── PassphraseTooShort
├── KeyDestroyed          for ever: show "erased", never retry
├── CannotRead            for ever: the ciphertext was changed or moved
└── JournalError
    ├── JournalUnavailable  a sink cannot be reached: report it, go on with the others
    ├── JournalDamaged      a sink's hash chain is broken
    ├── JournalForked       two sinks tell different stories
    ├── JournalDropped      it does not reach back as far as the database
    ├── JournalOnlyGrows    a sink that may not let go of anything
    ├── JournalUnknown      a newer version wrote it: nothing of it may be passed over
    └── AnchorsUnavailable  the ledger's anchors elsewhere: nobody vouches meanwhile

Texts carry no key, no path, no subject.
"""

_UNAVAILABLE = {
    "missing": ("K-01", "The key store is not where it was."),
    "foreign": ("K-02", "The key store belongs to another database."),
    "empty": ("K-03", "The key store has no keys although the database has content."),
    "locked": ("K-04", "The key store is in use and could not be locked in time."),
    "io": ("K-05", "The key store could not be read or written."),
    "damaged": ("K-06", "What lies there is not a whole key store."),
    "copied": ("K-07", "The key store was made for another copy of this database."),
    "inside": ("K-08", "The key store must not lie in Odoo's own database."),
    "beside": ("K-09", "The key store must not lie on Odoo's own PostgreSQL server."),
}


class KeyStoreError(Exception):
    """`code` is stable and may be shown, searched for and counted."""

    code = "K-00"
    sentence = "The key store failed."

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class KeyStoreUnavailable(KeyStoreError):
    """`reason`: one of `_UNAVAILABLE`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code, self.sentence = _UNAVAILABLE[reason]


class DatabaseCopied(KeyStoreUnavailable):
    """Same database UUID, but another database oid or PostgreSQL cluster."""

    def __init__(self) -> None:
        Exception.__init__(self)
        self.reason = "copied"
        self.code, self.sentence = _UNAVAILABLE["copied"]


class MasterKeyError(KeyStoreError):
    """`epoch` is None when it concerns the whole file."""

    def __init__(self, epoch: int | None = None) -> None:
        super().__init__(epoch)
        self.epoch = epoch

    def __str__(self) -> str:
        which = "" if self.epoch is None else f" (epoch {self.epoch})"
        return super().__str__() + which


class MasterKeyMissing(MasterKeyError):
    code = "K-10"
    sentence = "The master key file or one of its epochs is missing."


class MasterKeyWrong(MasterKeyError):
    code = "K-11"
    sentence = "The master key is not the one this key store was made with."


class MasterKeyMalformed(MasterKeyError):
    """`line` counts from 1; 0 means the text as a whole."""

    code = "K-12"

    def __init__(self, line: int) -> None:
        super().__init__(None)
        self.args = (line,)
        self.sentence = f"Line {line} of the master key file is malformed."


class MasterKeyExists(MasterKeyError):
    code = "K-13"
    sentence = "A master key file exists and is never overwritten."


class EscrowUnreadable(KeyStoreError):
    code = "K-14"
    sentence = "The passphrase or the escrow file is not the right one."


class PassphraseTooShort(KeyStoreError):
    code = "K-15"
    sentence = "A passphrase of an escrow has 16 characters or more."


class KeyDestroyed(KeyStoreError):
    code = "K-20"
    sentence = "The key was destroyed and is not made again."


class CannotRead(KeyStoreError):
    code = "K-21"
    sentence = "The content was changed, moved or sealed with another key."


class JournalError(KeyStoreError):
    code = "K-30"
    sentence = "The erasure journal failed."


class JournalUnavailable(JournalError):
    code = "K-31"
    sentence = "A copy of the erasure journal cannot be reached."


class JournalDamaged(JournalError):
    code = "K-32"
    sentence = "A copy of the erasure journal is broken."


class JournalForked(JournalError):
    code = "K-33"
    sentence = "The copies of the erasure journal contradict each other."


class JournalDropped(JournalError):
    code = "K-36"
    sentence = "The erasure journal does not reach back as far as this backup."


class JournalOnlyGrows(JournalError):
    code = "K-37"
    sentence = "A copy of the erasure journal is where nothing can be taken away."


class AnchorsUnavailable(JournalError):
    code = "K-34"
    sentence = "The place of the ledger's anchors cannot be reached."


class JournalUnknown(JournalError):
    code = "K-35"
    sentence = "The erasure journal tells of something this version does not know."
