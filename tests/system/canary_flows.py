"""Every flow the addon has, with canaries in every place a person can put a word."""

from .canary_story import Story
from .running import until


class Flows(Story):
    """The flows in the order a real desk would see them; see `test_canary.tell`."""

    def conversation(self, customer):
        """Question, yes, answer, note with a mention, assignment, more questions."""
        first = self.write(customer)
        ticket = self.agree(customer)
        self.say(ticket)
        self.note(ticket, mention=True)
        lead = self.site.sql("select id from res_users where login = 'leitung'")
        self.lead.call("helpdesk.ticket", "write", [ticket], {"user_id": int(lead)})
        self.write(customer, quote=first)
        self.simulator.customer_reads(customer)
        self.work()
        self.look_at(ticket)
        return ticket

    def say(self, ticket, agent=None):
        client = agent or self.agent
        client.call("helpdesk.ticket", "whatsapp_send", [ticket], body=self.word())
        self.work()

    def note(self, ticket, mention=False):
        partner = "select partner_id from res_users where login = 'leitung'"
        self.agent.route(
            "/mail/message/post",
            thread_model="helpdesk.ticket",
            thread_id=ticket,
            post_data={
                "body": self.word(),
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_note",
                "partner_ids": [int(self.site.sql(partner))] if mention else [],
            },
        )

    def look_at(self, ticket):
        """What the web client asks when a ticket is opened."""
        for client in (self.agent, self.lead):
            client.call("helpdesk.ticket", "whatsapp_panel", [ticket])
            client.route(
                "/mail/thread/messages",
                thread_model="helpdesk.ticket",
                thread_id=ticket,
            )
            client.route("/mail/inbox/messages")
            names = ["whatsapp_name", "whatsapp_masked_number", "whatsapp_last_line"]
            client.call("helpdesk.ticket", "read", [ticket], names)
            client.call("helpdesk.ticket", "search_read", [], names)

    def all_kinds(self, customer, number):
        """Every type of message, with a canary in each of its places."""
        word = self.canaries.word
        file = {
            "id": "900000000000001",
            "mime_type": "image/jpeg",
            "sha256": "aGFzaA==",
        }
        self.send(customer, "image", **file, caption=self.word())
        self.send(customer, "video", **file, caption=self.word())
        self.send(
            customer, "document", **file, caption=word(), filename=f"{word()}.pdf"
        )
        self.send(customer, "audio", **file, voice=True)
        self.send(customer, "sticker", **file, animated=False)
        place = {
            "latitude": 52.5,
            "longitude": 13.4,
            "url": f"https://{word()}.example",
        }
        self.send(customer, "location", **place, name=word(), address=word())
        card = {
            "name": {"formatted_name": word(), "first_name": word()},
            "phones": [{"phone": number, "wa_id": number[1:], "type": "CELL"}],
            "emails": [{"email": f"{self.canaries.secret()}@muster.example"}],
        }
        self.simulator.customer_sends(
            customer, {"type": "contacts", "contacts": [card]}
        )
        reply = {"id": self.canaries.secret(), "title": word(), "description": word()}
        self.send(customer, "interactive", type="list_reply", list_reply=reply)
        self.send(customer, "button", text=word(), payload=word())
        self.send(customer, "order", catalog_id="1", text=word(), product_items=[])
        self.send(
            customer, "edit", original_message_id="wamid.x", message={"t": word()}
        )
        self.send(customer, "revoke", original_message_id="wamid.x")
        self.send(customer, "unsupported", type=word())
        self.send(customer, "holograph", text=word(), of=number)
        self.work()

    def _questions(self):
        return [sent for sent in self.simulator.sent if sent.type == "template"]

    def after_a_day(self, customer, ticket):
        """A waiting answer, its changes, and the template, which may say no word."""
        channels = self.admin.call("wa.channel", "search", [])
        self.admin.call("wa.channel", "action_set_up_template", channels)
        self.write(customer)
        # Odoo's clock can't be moved from outside; the last message can be older
        self.site.sql(
            "update wa_conversation set last_inbound_at = last_inbound_at "
            "- interval '2 days', window_expires_at = window_expires_at "
            f"- interval '2 days' where ticket_id = {ticket} returning id"
        )
        self.say(ticket)
        replaced = self.said[-1]
        self.say(ticket)
        query = (
            "select opaque_id from wa_message where state = 'waiting_for_window' "
            f"and ticket_id = {ticket} order by id limit 1"
        )
        waiting = self.site.sql(query)
        change = ("helpdesk.ticket", "whatsapp_change_waiting", [ticket], waiting)
        self.agent.call(*change, self.word())
        self.said.remove(replaced)
        self.look_at(ticket)
        until(self._questions, 180, "the template went out")
        question = self._questions()[-1]
        self.simulator.customer_taps(customer, question.id, 0)
        self.work()
        self.look_at(ticket)

    def trouble_at_meta(self, customer, ticket):
        """Refusals, retries, cut connections, an account error; each with a text."""
        for fault in ("500", "cut_before", "cut_after", "html_503"):
            self.simulator.add_fault(fault, recipient=customer)
            self.say(ticket)
            self.retry_now()
        self.simulator.add_fault("error", code=131026, recipient=customer)
        self.say(ticket)
        query = "select opaque_id from wa_message where state = 'failed' limit 1"
        until(lambda: self.site.sql(query), 180, "a message failed for good")
        failed = self.site.sql(query)
        self.agent.call("helpdesk.ticket", "whatsapp_retry", [ticket], failed)
        self.simulator.add_fault("failed_status", recipient=customer)
        self.say(ticket)
        self.simulator.add_fault("190")
        self.say(ticket)
        channels = self.admin.call("wa.channel", "search", [])
        self.admin.call("wa.channel", "action_connect", channels)
        self.admin.call("wa.channel", "action_check_connection", channels)
        self.retry_now()

    def contact(self, ticket, name, number):
        """The agent notes down who it is: the one place for a readable name."""
        partner = self.agent.call(
            "res.partner", "create", [{"name": name, "phone": number}]
        )[0]
        self.agent.call("helpdesk.ticket", "whatsapp_panel", [ticket])
        self.agent.call("helpdesk.ticket", "whatsapp_link_partner", [ticket], partner)
        self.look_at(ticket)
        return partner

    def held_messages(self, customers):
        """People who never say yes: sorted, decided, and read by the triage only."""
        for customer in customers:
            self.write(customer)
        self.write(customers[0], f"Hiermit kündige ich. {self.word()}")
        self.write(customers[1], "Nein, danke")
        held = self.triage.call("wa.message", "search", [["state", "=", "held"]])
        names = ["triage_text", "triage_sender"]
        self.triage.call("wa.message", "read", held, names)
        decisions = ("nothing", "legal", "urgent")
        for message, decision in zip(held, decisions, strict=False):
            self.triage.call("wa.message", f"action_triage_{decision}", [message])
        self.work()

    def goodbye(self, customer, ticket, partner):
        """Preferences, informal and formal withdrawals, and what is refused then."""
        self.simulator.customer_prefers(customer, "stop")
        self.write(customer, f"Bitte keine Werbung mehr {self.word()}")
        self.write(customer, "STOPP")
        send = ("helpdesk.ticket", "whatsapp_send", [ticket])
        text = self.canaries.word()
        self.expect_refusal(lambda: self.agent.call(*send, body=text))
        forged = {"body": text, "message_type": "whatsapp_message"}
        self.expect_refusal(
            lambda: self.agent.call(
                "helpdesk.ticket", "message_post", [ticket], **forged
            )
        )
        wizard = self.agent.call(
            "wa.withdrawal", "create", [{"partner_id": partner, "received_by": "phone"}]
        )
        self.agent.call("wa.withdrawal", "action_record", wizard)
        self.work()
