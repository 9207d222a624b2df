"""Meta's error bodies, by code (page support/error-codes)."""

from dataclasses import dataclass

from .wamid import trace_id

# code: (HTTP status, title)
TITLES = {
    1: (400, "API Unknown"),
    2: (503, "API Service"),
    3: (500, "API Method"),
    4: (429, "Application request limit reached"),
    10: (403, "Application does not have permission for this action"),
    33: (400, "Parameter value is not valid"),
    100: (400, "Invalid parameter"),
    190: (401, "Error validating access token"),
    200: (403, "You do not have the necessary permissions required"),
    368: (403, "Temporarily blocked for policies violations"),
    2200: (400, "Callback verification failed"),
    80007: (400, "Rate limit issues"),
    130403: (400, "The business has blocked this user"),
    130429: (400, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    130497: (403, "Business account is restricted from messaging this country"),
    131000: (500, "Something went wrong"),
    131005: (403, "Access denied"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (500, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131030: (400, "Recipient phone number not in allowed list"),
    131031: (403, "Account has been locked"),
    131037: (400, "Display name approval needed"),
    131042: (400, "Business eligibility payment issue"),
    131045: (500, "Incorrect certificate"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (
        400,
        "This message was not delivered to maintain healthy ecosystem engagement.",
    ),
    131050: (400, "User has stopped marketing messages from this business"),
    131051: (400, "Unsupported message type"),
    131052: (400, "Media download error"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131059: (400, "Invalid pagination cursor"),
    131062: (400, "Business-scoped user ID recipients are not supported"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Template hydrated text too long"),
    132007: (400, "Template format character policy violated"),
    132012: (400, "Template parameter format mismatch"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    132018: (400, "There is an issue with the parameters in your template"),
    133000: (500, "Incomplete deregistration"),
    133004: (503, "Server temporarily unavailable"),
    133005: (400, "Two step verification PIN mismatch"),
    133006: (400, "Phone number re-verification needed"),
    133010: (400, "The account is not registered"),
    133015: (400, "Please wait a few minutes before attempting to register"),
    133016: (400, "Account register deregister rate limit exceeded"),
    139101: (400, "Blocklist limit reached"),
    139102: (400, "Blocklist concurrent update"),
    139103: (500, "Internal error"),
    137000: (400, "Recipient identity key hash mismatch"),
    139100: (400, "Failed to block or unblock some users"),
}

DETAILS = {
    130403: "Failed to send message because the business has blocked this user.",
    130429: "Cloud API message throughput has been reached.",
    131016: "Service temporarily unavailable.",
    131021: "Recipient phone number cannot be the same as the sender's.",
    131026: "Message undeliverable.",
    131042: "Message failed to send because of a problem with the payment method.",
    131047: (
        "Message failed to send because more than 24 hours have passed since the "
        "customer last replied to this number."
    ),
    131049: (
        "In order to maintain a healthy ecosystem engagement, the message failed "
        "to be delivered."
    ),
    131050: "Unable to deliver the message. The recipient has stopped marketing.",
    131056: (
        "Too many messages sent from this phone number to the same recipient "
        "in a short period of time."
    ),
    133010: "Phone number is not registered on the WhatsApp Business Platform.",
    137000: "The recipient's identity key hash does not match.",
}

SUBCODES = {130429: 2494055, 4: 2446079, 190: 463}
TRANSIENT = {2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004}
_BARE = {4, 190}  # their message carries no "(#code)" in front


@dataclass
class GraphError(Exception):
    """A refusal in Meta's shape; `http` and `title` default to the table above."""

    code: int
    details: str = ""
    title: str = ""
    subcode: int | None = None
    http: int = 0
    kind: str = "OAuthException"

    @property
    def status(self) -> int:
        return self.http or TITLES.get(self.code, (400, ""))[0]

    def body(self) -> dict:
        details = self.details or DETAILS.get(self.code, "")
        error = {"message": self._message(), "type": self.kind, "code": self.code}
        if details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": details}
        subcode = self.subcode or SUBCODES.get(self.code)
        if subcode:
            error["error_subcode"] = subcode
        if self.code in TRANSIENT:
            error["is_transient"] = True
        return {"error": error | {"fbtrace_id": trace_id()}}

    def _message(self) -> str:
        title = self.title or TITLES.get(self.code, (0, "Unknown error"))[1]
        bare = self.code in _BARE or self.kind != "OAuthException"
        return title if bare else f"(#{self.code}) {title}"


def missing_object(node: str) -> GraphError:
    """An id that does not exist, or that this token may not see."""
    title = (
        f"Unsupported request. Object with ID '{node}' does not exist, cannot be "
        "loaded due to missing permissions, or does not support this operation."
    )
    return GraphError(100, title=title, subcode=33, kind="GraphMethodException")


def in_status(code: int, details: str = "") -> dict:
    """The same error as it stands in `statuses[].errors[]`."""
    title = TITLES.get(code, (0, "Unknown error"))[1]
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": details or DETAILS.get(code, title)},
        "href": "/documentation/business-messaging/whatsapp/support/error-codes",
    }
