"""Everything an agent can send, as the browser calls it."""

from .media_tools import picture
from .tools import ToolCase


class KindsCase(ToolCase):
    def scene(self):
        super().scene()
        # sentences are compared, whatever languages the database has
        self.agent.lang = "en_US"
        self.ticket = self.agree()
        self.desk = self.ticket.with_user(self.agent)
        self.first_id = self.messages(direction="in")[0].opaque_id

    def file(self):
        """An ordinary attachment; it is copied when it is sent."""
        vals = {"name": "plan.png", "raw": picture(), "res_model": self.ticket._name}
        vals["res_id"] = self.ticket.id
        return self.env["ir.attachment"].create(vals)

    def sends(self):
        """{Meta's kind: {name: how it is sent}}; each takes a client's key."""
        desk = self.desk
        return {
            ("text", "text"): lambda **key: desk.whatsapp_send("Ich prüfe das.", **key),
            ("image", "files"): lambda **key: desk.whatsapp_send(
                "", [self.file().id, self.file().id], **key
            ),
            ("reaction", "reaction"): lambda **key: desk.whatsapp_react(
                self.first_id, "👍", **key
            ),
            ("interactive", "buttons"): lambda **key: desk.whatsapp_send_buttons(
                "Passt Dienstag?", ["Ja gern"], **key
            ),
            ("interactive", "list"): lambda **key: desk.whatsapp_send_list(
                "Worum geht es?", "Wählen", [["Technik"]], **key
            ),
            ("location", "location"): lambda **key: desk.whatsapp_send_location(
                "52,5", "13,4", **key
            ),
        }
