"""Meta's types of messages in the groups the desk treats alike."""

from ..cloud_api import event_media

FILES = event_media.KINDS
# Done to another message, and shown there.
AMENDING = frozenset({"edit", "revoke", "reaction"})
# A line of the system, said by nobody.
SYSTEM = frozenset({"system", "call", "request_welcome"})
