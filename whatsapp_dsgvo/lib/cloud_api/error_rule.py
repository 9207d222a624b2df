"""What one error code means for the queue, for the agent and for the admin."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

# temporary: try again soon. later: the same text may work, but not soon and not by
# itself. final: never again for this message. account: nothing can be sent at all.
Kind = Literal["temporary", "later", "final", "account"]
# who has to rest after a temporary failure: the conversation of the message, the
# number, all numbers of the WhatsApp Business account, or all of the Meta app
Scope = Literal["conversation", "number", "waba", "app"]


@dataclass(frozen=True)
class RetryRule:
    """Automatic attempts after a failure: first × factor^n, never above the cap."""

    attempts: int = 0
    first: timedelta = timedelta(0)
    factor: int = 2
    cap: timedelta = timedelta(hours=1)


NEVER = RetryRule()
SOON = RetryRule(attempts=8, first=timedelta(seconds=5))
# an outage of Meta or of our line may last hours; the 24-hour window ends it anyway
PATIENT = RetryRule(attempts=40, first=timedelta(seconds=5), cap=timedelta(minutes=10))
# "unknown error": three attempts, then a person looks (design of the queue)
THRICE = RetryRule(attempts=3, first=timedelta(seconds=30), factor=4)
# after a maintenance or a rate limit of minutes, seconds would only add load
MINUTES = RetryRule(attempts=10, first=timedelta(minutes=1))
# Meta, "About the platform": 4^X seconds, X from 0
PAIR_RATE = RetryRule(attempts=6, first=timedelta(seconds=1), factor=4)


@dataclass(frozen=True)
class ErrorRule:
    """One row of the table.

    `agent_*` is one sentence that says what happened, `remedy_*` what to do next;
    both in English and German. `admin` is true if only an administrator can help.
    """

    code: int
    kind: Kind
    retry: RetryRule
    agent_en: str
    agent_de: str
    remedy_en: str
    remedy_de: str
    admin: bool
    scope: Scope = "conversation"


Remedy = tuple[str, str]


def temporary(
    code: int,
    agent_en: str,
    agent_de: str,
    retry: RetryRule = SOON,
    scope: Scope = "conversation",
) -> ErrorRule:
    """A failure that passes; the queue tries again and nobody need act."""
    return ErrorRule(
        code, "temporary", retry, agent_en, agent_de, *WAIT, admin=False, scope=scope
    )


def later(
    code: int, agent_en: str, agent_de: str, remedy: Remedy, admin: bool = False
) -> ErrorRule:
    """Worth another attempt some day, started by a person."""
    return ErrorRule(code, "later", NEVER, agent_en, agent_de, *remedy, admin=admin)


def final(
    code: int, agent_en: str, agent_de: str, remedy: Remedy, admin: bool = False
) -> ErrorRule:
    """This message will never be sent as it is."""
    return ErrorRule(code, "final", NEVER, agent_en, agent_de, *remedy, admin=admin)


def account(code: int, agent_en: str, agent_de: str, remedy: Remedy) -> ErrorRule:
    """Nothing can be sent from this number until an administrator has acted."""
    return ErrorRule(code, "account", NEVER, agent_en, agent_de, *remedy, admin=True)


WAIT: Remedy = (
    "You need do nothing; the message is tried again automatically.",
    "Sie müssen nichts tun; es wird automatisch erneut versucht.",
)
CALL_ADMIN: Remedy = (
    "Tell your administrator and reach the person another way.",
    "Informieren Sie Ihre Administration und erreichen Sie die Person anders.",
)
OTHER_WAY: Remedy = (
    "Use another way to reach the person; do not resend.",
    "Nutzen Sie einen anderen Weg zur Person; senden Sie nicht erneut.",
)
SEND_AGAIN: Remedy = (
    "It was tried several times. Please send it again.",
    "Es wurde mehrfach versucht. Bitte senden Sie es noch einmal.",
)
FIX_MESSAGE: Remedy = (
    "Change the message and send it again.",
    "Ändern Sie die Nachricht und senden Sie sie erneut.",
)
# agents choose no template and fill in nothing: the system sends its only one by itself
REPAIR_TEMPLATE: Remedy = (
    "Reach the person another way; your administrator has to check the template at "
    "Meta.",
    "Erreichen Sie die Person anders; Ihre Administration muss die Vorlage bei Meta "
    "prüfen.",
)
