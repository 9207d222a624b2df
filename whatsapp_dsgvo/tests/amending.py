"""What customers do to earlier messages, as Meta tells it."""

from .test_kinds import KindCase
from .tools import text_message


def edit(target, text, wamid="wamid.edit", **more):
    inner = {"type": "text", "text": {"body": text}}
    content = {"original_message_id": target, "message": inner}
    return _about("edit", content, wamid, **more)


def revoke(target, wamid="wamid.revoke", **more):
    return _about("revoke", {"original_message_id": target}, wamid, **more)


def react(target, emoji, wamid="wamid.react", **more):
    content = {"message_id": target} | ({"emoji": emoji} if emoji else {})
    return _about("reaction", content, wamid, **more)


def _about(kind, content, wamid, **more):
    message = text_message(wamid, "", type=kind, **more)
    del message["text"]
    return {**message, kind: content}


class AmendCase(KindCase):
    def first(self):
        return self.messages(direction="in", kind="text").filtered(
            lambda m: not m.is_control
        )[0]

    def sealed(self, message):
        """The ciphertext as it lies in the row."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT content_sealed FROM wa_message WHERE id = %s", [message.id]
        )
        return self.env.cr.fetchone()[0]

    def texts_now(self):
        return " ".join(filter(None, self.texts()))
