from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import wake
from ..lib.consent import automatic_texts, classifier, gate, states
from ..lib.desk import routing, window
from . import guard

BATCH = 50
NOTICE_MEMORY = timedelta(days=30)
ON_THE_WAY = ("sent", "delivered", "read")
ACK_TEXT = {"no": "choice_no", "stop": "stop"}


class WaConversation(models.Model):
    """One person on one number: the place where order and consent are kept."""

    _name = "wa.conversation"
    _description = "WhatsApp conversation"
    _rec_name = "id"

    subject_id = fields.Many2one(
        "wa.subject", required=True, readonly=True, ondelete="cascade", index=True
    )
    channel_id = fields.Many2one(
        "wa.channel", "Number", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    ticket_id = fields.Many2one(
        "helpdesk.ticket", "Current ticket", ondelete="set null", index="btree_not_null"
    )
    language = fields.Selection(
        [("de", "German"), ("en", "English")], required=True, default="de"
    )
    last_inbound_at = fields.Datetime(readonly=True)
    window_opened_at = fields.Datetime(readonly=True)
    window_expires_at = fields.Datetime(readonly=True)
    message_ids = fields.One2many("wa.message", "conversation_id", "Messages")

    _person_uniq = models.UniqueIndex("(subject_id, channel_id)")

    # -- stage 2: received messages become consent, tickets, held items --------------

    @api.model
    def _process_batch(self):
        """Claim conversations with waiting messages; all of one in event-time order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM wa_conversation
                 WHERE id IN (SELECT conversation_id FROM wa_message
                               WHERE state = 'received')
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                BATCH,
            )
        )
        # sudo: wa.conversation - worked off by the system
        claimed = self.sudo().browse(row[0] for row in rows)
        done = 0
        for conversation in claimed:
            with self.env.cr.savepoint():
                done += conversation._process_waiting()
        return done

    def _process_waiting(self):
        self.ensure_one()
        self.subject_id._lock_for_content()
        waiting = self.env["wa.message"].search(
            [("conversation_id", "=", self.id), ("state", "=", "received")],
            order="event_at, id",
        )
        for message in waiting:
            self._hear(message)
        return len(waiting)

    def _hear(self, message):
        """One message of the customer: window, consent, answer, ticket."""
        self._open_window(message.event_at)
        content = message._content()
        inbound = self._inbound(message, content)
        decision = states.receive(self._record(), inbound, self._policy())
        self._follow(decision, message, content)
        word = inbound.word
        if word == "review":
            self._review(message)
        self._place(decision, message, content)

    def _open_window(self, at):
        last = self.last_inbound_at
        vals = {}
        if not last or at - last >= window.WINDOW:
            vals["window_opened_at"] = at
        if not last or at > last:
            vals["last_inbound_at"] = at
            vals["window_expires_at"] = window.expires_at(at)
        if vals:
            self.write(vals)

    def _inbound(self, message, content):
        choice, version = message._tapped_choice(content)
        open_ = self._state() in (states.PENDING, states.RECONFIRM)
        word = (
            None
            if choice
            else classifier.classify(
                content.get("text"),
                question_open=open_,
                ok_counts=self.channel_id.ok_counts,
            )
        )
        return states.Inbound(message.event_at, word, choice, version)

    def _consents(self):
        # sudo: wa.consent - read on behalf of the gate
        return (
            self.env["wa.consent"]
            .sudo()
            .search(
                [
                    ("subject_id", "=", self.subject_id.id),
                    ("channel_id", "=", self.channel_id.id),
                ]
            )
        )

    def _service_consent(self):
        return self._consents().filtered(lambda c: c.purpose == states.SERVICE)

    def _state(self):
        return self._service_consent().state or states.NONE

    def _record(self):
        """What the state machine needs to know of this person on this number."""
        return states.Record(
            self._consents()._standings(),
            self._notices_sent(),
            self.window_opened_at or None,
        )

    def _notices_sent(self):
        # sudo: wa.message - form and time of our own notices
        rows = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("exception_code", "=", gate.NOTICE),
                    ("state", "not in", ("failed", "cancelled")),
                    ("queued_at", ">=", fields.Datetime.now() - NOTICE_MEMORY),
                ]
            )
        )
        return tuple(
            states.NoticeSent(
                row.notice_form,
                row.notice_id.version,
                row.sent_at or row.queued_at,
                row.state in ON_THE_WAY,
            )
            for row in rows
        )

    def _policy(self):
        channel = self.channel_id
        return states.Policy(
            channel._current_notice(self.language).version,
            channel._last_material_version(),
        )

    def _follow(self, decision, message, content):
        """Ledger, projection, suppression list and the messages that must follow."""
        self._apply(decision, message, content)
        if decision.ask:
            self._ask(decision.ask)
        if decision.acknowledge:
            contract = classifier.is_contract_word(content.get("text"))
            self._acknowledge(decision.acknowledge, contract)

    def _apply(self, decision, message=None, content=None, actor="subject"):
        at = message.event_at if message else fields.Datetime.now()
        for change in decision.changes:
            self._change(change, at, self._evidence(message, content), actor)
        subject = self.subject_id
        if decision.suppress:
            self.env["wa.suppression"]._suppress(subject, "withdrawn", at)
        if decision.lift:
            self.env["wa.suppression"]._lift(subject)
        if any(c.state in (states.WITHDRAWN, states.BLOCKED) for c in decision.changes):
            self._cancel_queued()

    def _change(self, change, at, evidence, actor):
        """One ledger entry and its projection, in one transaction."""
        shown = self.channel_id._current_notice(self.language)
        entry = self.env["wa.ledger.entry"]._record(
            self.subject_id,
            change.event,
            {
                **evidence,
                "state": change.state,
                "reason": change.reason or "",
                "event_time": fields.Datetime.to_string(at),
                "notice_version": change.notice_version or 0,
            },
            purpose=change.purpose,
            channel=self.channel_id.uuid,
            notice_hash=shown.text_hash or "",
            actor_kind=actor,
        )
        self.env["wa.consent"]._project(self, change, entry, at)
        return entry

    def _evidence(self, message, content):
        if not message:
            return {}
        return {
            "message": message.opaque_id,
            "wamid": message._wamid() or "",
            "kind": message.kind,
            "words": (content or {}).get("text") or "",
            "button": (content or {}).get("reply_id") or "",
        }

    def _cancel_queued(self):
        # sudo: wa.message - a no stops what agents have queued
        queued = (
            self.env["wa.message"]
            .sudo()
            .search(
                [
                    ("conversation_id", "=", self.id),
                    ("direction", "=", "out"),
                    ("state", "in", ("queued", "waiting_for_window")),
                    ("exception_code", "=", False),
                ]
            )
        )
        queued._cancel("withdrawn")

    def _ask(self, form):
        """Send the notice: the only message that may go out before a yes."""
        notice_ = self.channel_id._current_notice(self.language)
        if not notice_:
            return self.env["wa.message"]
        body = notice_.body_full if form == "full" else notice_.body_short
        return self.env["wa.message"]._queue_automatic(
            self,
            gate.NOTICE,
            {"text": body, "footer": notice_.footer},
            notice_id=notice_.id,
            notice_form=form,
        )

    def _acknowledge(self, choice, contract=False):
        """One neutral receipt for each change of mind."""
        channel, lang = self.channel_id, self.language
        if choice == "yes":
            text = automatic_texts.yes_receipt(
                lang, channel._text("reply_expectation", lang) or None
            )
        else:
            kind = "stop_contract" if contract else ACK_TEXT[choice]
            other = channel._text("alternative_contact", lang)
            text = automatic_texts.text(kind, lang, alternative=other)
        return self.env["wa.message"]._queue_automatic(
            self, gate.CHOICE_ACK, {"text": text}
        )

    def _review(self, message):
        """S-07: a withdrawal is free of form; advertising stops at once."""
        changes = states.review(self._record())
        self._apply(states.Decision(changes=changes), message, message._content())

    # -- what becomes of the message ------------------------------------------------

    def _place(self, decision, message, content):
        state = self._state()
        if decision.content == "control":
            self._place_control(message, content, state)
        elif decision.content == "deliver" or self._answers_at_once(state):
            self._deliver(message, content)
        else:
            message._hold(content)

    def _place_control(self, message, content, state):
        """A word to us (yes, STOP): a line in the ticket if there is one."""
        words = content.get("text") or ""
        if classifier.is_contract_word(words):
            message._hold(content, label="legal")
        elif self.ticket_id:
            message._show_in(self.ticket_id)
        else:
            message._done()
        if state == states.GIVEN:
            self._release_held()

    def _answers_at_once(self, state):
        """SERVICE_REPLY: the company chose Art. 6 (1) (b)/(f) as basis of answers."""
        if self.channel_id.consent_mode != "service_reply":
            return False
        return state in (states.NONE, states.PENDING, states.EXPIRED)

    def _release_held(self):
        """After the yes the held messages appear, in order, with their own times."""
        held = self.env["wa.message"].search(
            [
                ("conversation_id", "=", self.id),
                ("state", "=", "held"),
                ("triage_decision", "=", False),
            ],
            order="event_at, id",
        )
        for message in held:
            self._deliver(message, message._content())

    def _deliver(self, message, content):
        if message.kind == "reaction":
            # a thumbs-up belongs to the conversation, and reopens nothing
            message._done()
            message._show_in_current_ticket()
            return
        choice, ticket = self._route(message, content)
        message._show_in(ticket)
        if choice.action != "attach_only":
            ticket._whatsapp_note_inbound(message.event_at)
            ticket._whatsapp_tell_assignee(message.mail_message_id)

    def _route(self, message, content):
        """The ticket this message belongs to; opened, continued or reopened by rule."""
        choice = routing.choose_ticket(
            **self._routing_facts(message, content),
            at=message.event_at,
            reopen_within=timedelta(days=self.channel_id.reopen_days),
        )
        ticket = self.env["helpdesk.ticket"].browse(choice.ticket_id or ())
        if choice.action == "new":
            ticket = self._open_ticket(message)
        elif choice.action == "reopen":
            ticket._whatsapp_reopen()
        if choice.action != "attach_only":
            self.ticket_id = ticket
        return choice, ticket

    def _routing_facts(self, message, content):
        ticket = self.ticket_id
        quoted = message.quoted_id.ticket_id
        closed = ticket if ticket and ticket.closed else ticket.browse()
        return {
            "open_ticket_id": ticket.id if ticket and not ticket.closed else None,
            "last_closed": routing.ClosedTicket(closed.id, closed.closed_date)
            if closed
            else None,
            "quoted_ticket_id": quoted.id or None,
            "quoted_closed_at": quoted.closed_date if quoted.closed else None,
            "text_is_thanks": routing.is_thanks(content.get("text"), message.kind),
        }

    def _open_ticket(self, message):
        """A ticket that bears no customer word: neutral title and description."""
        channel = self.channel_id
        tickets = self.env["helpdesk.ticket"].with_company(channel.company_id)
        tickets = guard.dismissed(tickets).with_context(
            mail_create_nosubscribe=True, tracking_disable=True, lang=self._lang()
        )
        ticket = tickets.create(
            {
                "name": self.env._("WhatsApp enquiry"),
                "description": self.env._("The messages are in the conversation below."),
                "team_id": channel.team_id.id,
                "company_id": channel.company_id.id,
                "channel_id": self.env.ref(
                    "whatsapp_dsgvo.helpdesk_ticket_channel_whatsapp"
                ).id,
                "partner_id": self.subject_id.partner_id.id,
                "whatsapp_conversation_id": self.id,
            }
        )
        self.env.flush_all()
        # waiting time and deadlines count from the first message, not from the yes
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
            [message.event_at, ticket.id],
        )
        ticket.invalidate_recordset(["create_date"])
        return ticket.with_context(tracking_disable=False)

    def _lang(self):
        return {"de": "de_DE", "en": "en_US"}[self.language]

    # -- may we write? ---------------------------------------------------------------

    def _situation(self, exception=None):
        self.ensure_one()
        now = fields.Datetime.now()
        subject = self.subject_id
        channel = self.channel_id
        today, month, same = (
            self.env["wa.allowance"]._count(subject, exception, now)
            if exception
            else (0, 0, 0)
        )
        consent = self._service_consent()
        suppressed = self.env["wa.suppression"]._of(
            self.company_id, subject._identity_indexes()
        )
        return gate.Situation(
            state=consent.state or states.NONE,
            last_inbound_at=self.last_inbound_at or None,
            now=now,
            strict=channel.consent_mode == "strict",
            restricted=subject.restricted,
            suppressed=bool(suppressed),
            erased=bool(subject.erased_at),
            connected=channel.state == "connected",
            unheard=self._has_unheard(),
            has_entry=bool(consent.last_entry_id),
            automatic_today=today,
            automatic_this_month=month,
            same_today=same,
        )

    def _has_unheard(self):
        """A message of this person which is stored but not worked off may be a STOP."""
        self.env["wa.message"].flush_model(["state", "conversation_id"])
        return bool(
            self.env.execute_query(
                SQL(
                    """
                    SELECT 1 FROM wa_event_sender WHERE blind_index = ANY(%(indexes)s)
                    UNION ALL
                    SELECT 1 FROM wa_message
                     WHERE conversation_id = %(conversation)s AND state = 'received'
                    LIMIT 1
                    """,
                    indexes=self.subject_id._identity_indexes(),
                    conversation=self.id,
                )
            )
        )

    def _may_send(self, exception=None, purpose=states.SERVICE):
        return gate.may_send(self._situation(exception), exception, purpose)

    def _wake_sender(self):
        wake.after_commit(self.env, "cron_send_messages")

    # -- other ways a consent changes --------------------------------------------------

    def _note_preference(self, channel, item):
        """Meta's marketing preference: a stop is an objection, a resume is nothing."""
        conversation = self._of_person(channel, item.person, item.at)
        if conversation:
            decision = states.prefer(conversation._record(), item.value)
            conversation._apply(decision, actor="meta")

    def _of_person(self, channel, person, at):
        subject = self.env["wa.subject"]._find(channel.company_id, person)
        # sudo: wa.conversation - the event decides, not a user
        return self.sudo().search(
            [("subject_id", "=", subject.id), ("channel_id", "=", channel.id)]
        )

    def _withdraw(self, purpose, reason, note=""):
        """S-12: a withdrawal that reached us by phone or letter; no proof is asked."""
        self.ensure_one()
        decision = states.withdraw(self._record(), purpose, reason)
        at = fields.Datetime.now()
        for change in decision.changes:
            self._change(change, at, {"note": note, "by": self.env.uid}, "agent")
        if decision.suppress:
            self.env["wa.suppression"]._suppress(self.subject_id, "withdrawn", at)
        self._cancel_queued()

    @api.model
    def _expire_consents(self):
        """Open questions end after 7 days, an unused yes after 24 months."""
        now = fields.Datetime.now()
        # sudo: wa.consent - time passes for everybody
        due = (
            self.env["wa.consent"]
            .sudo()
            .search(
                [
                    ("purpose", "=", states.SERVICE),
                    ("state", "in", (states.PENDING, states.GIVEN, states.RECONFIRM)),
                    ("since", "<", now - states.PENDING_FOR),
                ]
            )
        )
        for consent in due:
            conversation = self.sudo().search(
                [
                    ("subject_id", "=", consent.subject_id.id),
                    ("channel_id", "=", consent.channel_id.id),
                ]
            )
            change = states.lapse(
                consent._standing(), conversation.last_inbound_at or None, now
            )
            if change:
                conversation._change(change, now, {}, "system")
