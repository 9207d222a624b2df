"""Who gets which answer from every route; see access_expectations.py."""

from dataclasses import dataclass

from .access_expectations import PRIVACY, READERS


@dataclass(frozen=True)
class Route:
    """`answers`: {role: status}; everybody else gets `otherwise`.

    To the login (303) goes who has none.
    """

    method: str
    path: str
    answers: dict
    otherwise: int
    data: bytes | None = None
    headers: tuple = ()


def of(roles, status):
    return dict.fromkeys(roles, status)


RAW = (("Content-Type", "application/octet-stream"), ("X-File-Name", "a.pdf"))
ROUTES = {
    # address, method, key or code decide, never who is logged in
    "WebhookController.verify": Route("GET", "/whatsapp/webhook/{key}", {}, 403),
    "WebhookController.receive_event": Route(
        "POST", "/whatsapp/webhook/{key}", {}, 403, b"{}"
    ),
    "PrivacyController.notice": Route("GET", "/whatsapp/privacy/{slug}", {}, 200),
    "SelfServiceController.page": Route("GET", "/whatsapp/me/{channel}", {}, 200),
    "StartPageController.start": Route("GET", "/whatsapp/start/{channel}", {}, 200),
    "ExportController.export": Route("GET", "/whatsapp/export/guessed", {}, 404),
    # these ask who it is
    "MediaController.file": Route(
        "GET", "/whatsapp/media/{media}", {"public": 303, **of(READERS, 200)}, 404
    ),
    "MediaController.upload": Route(
        "POST",
        "/whatsapp/upload/{ticket}",
        {"public": 303, **of(READERS, 200)},
        400,
        b"%PDF-1.4\n%%EOF\n",
        RAW,
    ),
    # everybody with a login, about themselves; in German at an address of its own
    "PortalRightsController.whatsapp_rights": Route(
        "GET",
        "/my/whatsapp",
        of(("public", "agent", "coordinator"), 303),
        200,
    ),
    "ConsentRecordController.consent_record": Route(
        "GET",
        "/whatsapp/consent-record/{consent}.json",
        {
            "public": 303,
            **of(PRIVACY, 200),
            # of another company: not even whether there is one
            "foreigner": 404,
        },
        403,
    ),
    "TicketController.support_ticket_close": Route(
        "GET",
        "/ticket/close?ticket_id={ticket}&stage_id={stage}",
        {
            "public": 303,
            **of(("portal", *READERS, "helpdesk_manager"), 302),
        },
        404,
    ),
}
