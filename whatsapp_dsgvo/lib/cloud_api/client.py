"""Calls the WhatsApp Cloud API, or a provider that speaks it.

One call is one request: nothing is repeated here, no redirect is followed, nothing
is logged. The token travels in a header only, and no exception carries it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from . import blocks, contact_book, payloads
from .client_settings import ClientSettings
from .errors import NotOffered, TemporaryError, UncertainOutcome, from_response
from .json_values import BrokenBody, an_object, ident, load, objects, words
from .signature import appsecret_proof
from .transport import Answer, TokenAuth, exchange, hide_queries, new_session

__all__ = ["ClientSettings", "CloudApi", "SendResult"]

_TEMPLATE_FIELDS = (
    "id",
    "name",
    "status",
    "category",
    "language",
    "components",
    "quality_score",
    "rejected_reason",
    "parameter_format",
)
_PAGE = 100
_MAX_PAGES = 100  # Meta allows 6,000 templates


@dataclass(frozen=True)
class SendResult:
    """Meta has accepted the message; whether it arrives, statuses tell.

    `message_status` exists for templates only: accepted, held_for_quality_assessment
    or paused. `wa_id` is digits without "+".
    """

    wamid: str = field(repr=False)
    wa_id: str | None = field(repr=False)
    user_id: str | None = field(repr=False)
    message_status: str | None


class CloudApi:
    """All methods raise a `CloudApiError`; see `errors` for what each asks for.

    A `session` of the caller's must not retry by itself: a retry could send twice.
    """

    def __init__(
        self, settings: ClientSettings, session: requests.Session | None = None
    ):
        hide_queries()
        self._settings = settings
        self._auth = TokenAuth(settings)
        self._session = session or new_session()

    def send(self, payload: Mapping[str, Any]) -> SendResult:
        """Sends what `payloads` has built. UncertainOutcome must not be sent again."""
        answer = self._post(self._number_path("messages"), payload)
        content = content_of(answer)
        contact = next(iter(objects(content.get("contacts"))), {})
        message = next(iter(objects(content.get("messages"))), {})
        wamid = ident(message.get("id"))
        if wamid is None:
            raise UncertainOutcome(http_status=answer.status)
        return SendResult(
            wamid=wamid,
            wa_id=ident(contact.get("wa_id")),
            user_id=ident(contact.get("user_id")),
            message_status=words(message.get("message_status")),
        )

    def mark_read(self, wamid: str, typing: bool = False) -> None:
        """Tells the customer that everything up to this message was read."""
        payload = payloads.mark_read(wamid, typing)
        self._post(self._number_path("messages"), payload)

    def block_users(self, people: blocks.People) -> blocks.BlockResult:
        """They can't write to this number any more; again changes nothing."""
        return self._change_blocks("POST", people)

    def unblock_users(self, people: blocks.People) -> blocks.BlockResult:
        return self._change_blocks("DELETE", people)

    def _change_blocks(self, method: str, people: blocks.People) -> blocks.BlockResult:
        path = self._number_path("block_users")
        answer = self._exchange(method, path, json=blocks.body(people))
        return blocks.read(method, content_of(answer))

    def forget_contact(self, bsuid: str) -> bool | None:
        """Whether Meta's contact book had an entry; None if Meta did nothing."""
        query, path = contact_book.query(bsuid), self._number_path("contact_book")
        answer = self._exchange("DELETE", path, params=query)
        return contact_book.read(content_of(answer))

    def phone_number(self, fields: Iterable[str]) -> dict[str, Any]:
        """The number's fields. One unknown field makes the whole call fail (100)."""
        return self._get(self._number_path(), fields=",".join(fields))

    def waba(self, fields: Iterable[str]) -> dict[str, Any]:
        return self._get(self._account_path(), fields=",".join(fields))

    def settings(self) -> dict[str, Any]:
        """`storage_configuration` among others. Source: Meta, "Local storage"."""
        return self._get(self._number_path("settings"))

    def subscribed_apps(self) -> list[Mapping[str, Any]]:
        """The apps that get this account's webhooks; none: no message arrives."""
        return objects(self._get(self._account_path("subscribed_apps")).get("data"))

    def subscribe(
        self, callback_url: str | None = None, verify_token: str | None = None
    ) -> None:
        """Lets this app have the account's webhooks, at another address if given.

        Without an address an earlier one is removed. Meta calls it at once with the
        `verify_token`. Source: Meta, "Webhook overrides".
        """
        override = {"override_callback_uri": callback_url, "verify_token": verify_token}
        body = override if callback_url else {}
        self._post(self._account_path("subscribed_apps"), body)

    def debug_token(self) -> dict[str, Any]:
        """What Meta knows about our token: expiry, rights, validity.

        The only call whose address holds the token, for Meta offers no other way.
        Source: Meta, "Permissions".
        """
        self._require_meta()
        path = f"{self._settings.api_version}/debug_token"
        answer = self._get(path, input_token=self._settings.token)
        return dict(an_object(answer.get("data")))

    def templates(
        self, fields: Iterable[str] = _TEMPLATE_FIELDS
    ) -> list[Mapping[str, Any]]:
        """All templates of the account, in all languages."""
        return [item for page in self._pages(",".join(fields)) for item in page]

    def create_template(
        self,
        name: str,
        language: str,
        category: str,
        components: Iterable[Mapping[str, Any]],
        parameter_format: str | None = None,
    ) -> dict[str, Any]:
        """Submits a template; the answer has `id`, `status` and `category`."""
        body: dict[str, Any] = {
            "name": name,
            "language": language,
            "category": category,
            "components": list(components),
        }
        if parameter_format:
            body["parameter_format"] = parameter_format
        return content_of(self._post(self._template_path(), body))

    def _pages(self, fields: str) -> Iterator[list[Mapping[str, Any]]]:
        """Follows cursors, never `paging.next`: that address holds the token."""
        query = {"fields": fields, "limit": str(_PAGE)}
        for _page in range(_MAX_PAGES):
            content = self._get(self._template_path(), **query)
            yield objects(content.get("data"))
            paging = an_object(content.get("paging"))
            after = words(an_object(paging.get("cursors")).get("after"))
            if not after or "next" not in paging:
                return
            query["after"] = after

    def _number_path(self, edge: str = "") -> str:
        if self._settings.path_style == "d360" and edge:
            return edge
        self._require_meta()
        return _join(self._settings.api_version, self._settings.phone_number_id, edge)

    def _account_path(self, edge: str = "") -> str:
        self._require_meta()
        return _join(self._settings.api_version, self._settings.waba_id, edge)

    def _template_path(self) -> str:
        if self._settings.path_style == "d360":
            return "v1/configs/templates"
        return self._account_path("message_templates")

    def _require_meta(self) -> None:
        if self._settings.path_style != "meta":
            raise NotOffered()

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        try:
            return content_of(self._exchange("GET", path, params=query))
        except UncertainOutcome as error:
            uncertain = error
        # reading changes nothing, so an unanswered question is simply asked again
        raise TemporaryError(http_status=uncertain.http_status)

    def _post(self, path: str, body: Mapping[str, Any]) -> Answer:
        return self._exchange("POST", path, json=body)

    def _exchange(self, method: str, path: str, **request: Any) -> Answer:
        query = {**request.pop("params", {}), **self._proof()}
        answer = exchange(
            self._session,
            method=method,
            url=f"{self._settings.base_url.rstrip('/')}/{path.lstrip('/')}",
            params=query,
            auth=self._auth,
            timeout=self._settings.timeout,
            **request,
        )
        if not 200 <= answer.status < 300:
            raise _refusal(answer)
        return answer

    def _proof(self) -> dict[str, str]:
        secret = self._settings.app_secret
        if not secret:
            return {}
        return {"appsecret_proof": appsecret_proof(secret, self._settings.token)}


def _refusal(answer: Answer) -> Exception:
    error = from_response(answer.status, answer.body, answer.headers)
    # a gateway gave up waiting for Meta, which may well have sent the message
    if answer.status == 504 and error.error is None:
        return UncertainOutcome(http_status=answer.status)
    return error


def content_of(answer: Answer) -> dict[str, Any]:
    """The JSON of an answer; UncertainOutcome if it is none, though it says 2xx."""
    try:
        return load(answer.body)
    except BrokenBody:
        uncertain = UncertainOutcome(http_status=answer.status)
    raise uncertain


def _join(*parts: str) -> str:
    return "/".join(part for part in parts if part)
