from odoo import models

from ..lib.desk import kinds


class WaBubbleKinds(models.Model):
    """What is particular to each kind of message: one small function for each."""

    _inherit = "wa.message"

    def _part(self, content):
        """{"kind": what the web client draws, "placeholder": a sentence, …its data}.

        `kind` is one of "text" (the text says it all), "placeholder" (the sentence
        does), "shredded", "revoked", or the name of a component of the web client.
        """
        self.ensure_one()
        if self.revoked_at and not content:
            return {"kind": "revoked", "placeholder": self._revoked_text()}
        if not content:
            return {"kind": "shredded", "placeholder": self._shredded_text()}
        show = self._parts().get(self.kind)
        return show(content) if show else self._part_unknown(content)

    def _parts(self):
        """{Meta's type: function of the content}."""
        return {
            **dict.fromkeys(kinds.FILES, self._part_file),
            **dict.fromkeys(("text", "button"), self._part_text),
            **dict.fromkeys(kinds.SYSTEM, self._part_system),
            "interactive": self._part_interactive,
            "location": self._part_location,
            "contacts": self._part_contacts,
            "order": self._part_order,
            "reaction": self._part_reaction,
            "edit": self._part_edit,
            "unsupported": self._part_unsupported,
        }

    def _part_text(self, content):
        if content.get("text"):
            return {"kind": "text"}
        return self._placeholder(
            self._withheld_text(content)
            or self.env._(
                "WhatsApp passed on no content. Please ask the customer to send it "
                "again."
            )
        )

    def _part_interactive(self, content):
        if content.get("rows"):
            title = self.env._("Answers to a form")
            return {"kind": "rows", "title": title, "rows": content["rows"]}
        if content.get("calls"):
            return self._placeholder(self._calls_text(content["calls"]))
        if content.get("payload"):
            return self._part_unknown(content)
        return {**self._part_text(content), "detail": content.get("detail") or ""}

    def _part_location(self, content):
        place = content.get("location") or {}
        if not place.get("latitude") or not place.get("longitude"):
            return self._placeholder(self.env._("Location without coordinates"))
        return {"kind": "location", "location": place}

    def _part_contacts(self, content):
        cards = content.get("cards") or []
        return {"kind": "contacts", "cards": cards, "asked": bool(content.get("asked"))}

    def _part_order(self, content):
        title = self.env._("Order from the WhatsApp catalogue")
        return {"kind": "rows", "title": title, "rows": content.get("rows") or []}

    def _part_reaction(self, content):
        """Only where its message is unknown; else it stands on that message."""
        if not content.get("emoji"):
            return self._placeholder(
                self.env._("Took back a reaction to a message that is not stored here.")
            )
        return self._placeholder(
            self.env._(
                "Reacted with %(emoji)s to a message that is not stored here.",
                emoji=content["emoji"],
            )
        )

    def _part_unsupported(self, content):
        return self._placeholder(
            self._withheld_text(content) or self._unsupported_text(content.get("what"))
        )

    def _part_file(self, content):
        file = self._current_file()
        if not file:
            return self._placeholder(
                self._withheld_text(content)
                or self.env._("%(name)s without a file", name=self._kind_name())
            )
        before = [media._readable() for media in self.media_ids - file]
        return {"kind": "file", "file": file._readable(), "files_before": before}

    def _part_edit(self, content):
        """Only where its message is unknown; else it stands in the place of that."""
        return self._part_file(content) if self.media_ids else self._part_text(content)

    def _part_unknown(self, content):
        return self._placeholder(
            self._withheld_text(content)
            or self.env._(
                "Message of the kind “%s”. It is stored encrypted and can't be shown "
                "here. Please ask the customer to write it as text.",
                self.kind,
            )
        )

    def _part_system(self, content):
        return self._placeholder(self._system_text(content.get("event")))

    def _placeholder(self, sentence):
        return {"kind": "placeholder", "placeholder": sentence}

    def _line(self, content):
        """The message in one line, for lists, quotes and the triage."""
        gist = content.get("text") or self._gist(content)
        if gist:
            return gist
        # the triage reads lines and no rows of files; an edit may have brought one
        if self.kind in kinds.FILES | {"edit"}:
            return self._kind_name()
        part = self._part(content)
        return part.get("placeholder") or self._kind_name()

    def _gist(self, content):
        """What there is to read in a message without text; "" if nothing."""
        place = content.get("location") or {}
        cards = content.get("cards") or []
        rows = content.get("rows") or []
        found = [
            *(place.get(key) or "" for key in ("name", "address")),
            *(card.get("name") or "" for card in cards),
            *(f"{label}: {value}" for label, value in rows),
        ]
        told = ", ".join(filter(None, found))
        return f"{self._kind_name()}: {told}" if told else ""

    def _kind_name(self):
        names = {
            "image": self.env._("Picture"),
            "video": self.env._("Video"),
            "audio": self.env._("Voice message or audio"),
            "document": self.env._("Document"),
            "sticker": self.env._("Sticker"),
            "location": self.env._("Location"),
            "contacts": self.env._("Contact card"),
            "order": self.env._("Order"),
            "interactive": self.env._("Form"),
            "edit": self.env._("Changed message"),
        }
        return names.get(self.kind, self.kind)
