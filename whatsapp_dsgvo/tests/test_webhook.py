"""What strangers post to the webhook, and what Meta posts twice."""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.simulator import demo

from .common import AYSE, ERIKA, MAX
from .tools import ToolCase, change, signed, text_message, webhook

BODY = webhook(change(text_message("wamid.h1", "Größe wählen")))


@tagged("post_install", "-at_install")
class TestWebhookDoor(ToolCase):
    def _refused(self, status, body=BODY, **kwargs):
        answer = self.post(body, **kwargs)
        self.assertEqual(answer.status_code, status)
        self.assertFalse(self.events())
        return answer

    def test_forged_signature_is_refused_and_nothing_is_stored(self):
        self._refused(403, signature=signed(BODY, "another secret"))

    def test_missing_signature_is_refused(self):
        self._refused(403, signature="")

    def test_sha1_signature_is_refused(self):
        self._refused(403, signature=signed(BODY, digest="sha1"))

    def test_signature_of_a_re_serialised_body_is_refused(self):
        other = json.dumps(json.loads(BODY)).encode()
        self._refused(403, body=other, signature=signed(BODY))

    def test_unknown_key_gets_the_same_answer_as_a_forged_signature(self):
        unknown = self._refused(403, key="no-such-key")
        forged = self._refused(403, signature=signed(BODY, "another secret"))
        self.assertEqual(unknown.content, forged.content)

    @mute_logger("odoo.http", "werkzeug")
    def test_body_over_the_limit_is_refused(self):
        # the number itself: a limit that was raised must not raise the test's as well
        self._refused(413, body=b" " * (4 * 1024 * 1024 + 1))

    def test_body_of_three_megabytes_is_accepted(self):
        body = webhook(change(text_message("wamid.h2", "x"), padding="y" * 3_000_000))
        self.assertEqual(self.post(body).status_code, 200)

    def test_answer_sets_no_cookie_and_has_no_body(self):
        answer = self.post(BODY)
        self.assertEqual(answer.content, b"")
        self.assertNotIn("Set-Cookie", answer.headers)

    def _challenge(self, **query):
        params = {f"hub.{name}": value for name, value in query.items()}
        url = f"/whatsapp/webhook/{self.app.webhook_key}"
        return self.url_open(url, params=params)

    def test_challenge_is_answered_for_the_right_token(self):
        answer = self._challenge(
            mode="subscribe", verify_token=demo.VERIFY_TOKEN, challenge="1158201444"
        )
        self.assertEqual((answer.status_code, answer.text), (200, "1158201444"))

    def test_challenge_with_a_wrong_token_is_refused(self):
        answer = self._challenge(mode="subscribe", verify_token="x", challenge="1")
        self.assertEqual(answer.status_code, 403)

    def test_challenge_without_a_mode_is_refused(self):
        answer = self._challenge(verify_token=demo.VERIFY_TOKEN, challenge="1")
        self.assertEqual(answer.status_code, 403)

    def test_challenge_is_refused_while_no_token_is_set(self):
        self.app.sudo().verify_token_sealed = False
        answer = self._challenge(mode="subscribe", verify_token="", challenge="1")
        self.assertEqual(answer.status_code, 403)

    def test_two_secrets_count_during_a_rotation(self):
        self.app.write({"app_secret": "new", "previous_app_secret": demo.APP_SECRET})
        self.assertEqual(self.post(BODY).status_code, 200)
        self.assertEqual(self.post(BODY, signed(BODY, "new")).status_code, 200)

    def test_replaced_secret_counts_no_longer(self):
        self.assertEqual(self.post(BODY).status_code, 200)
        self.app.app_secret = "new"
        self.assertEqual(self.post(BODY).status_code, 403)
        self.assertEqual(self.post(BODY, signed(BODY, "new")).status_code, 200)

    def test_raw_and_escaped_umlauts_both_arrive(self):
        escaped = json.dumps(json.loads(BODY)).replace("wamid.h1", "wamid.h3").encode()
        self.post(BODY)
        self.post(escaped)
        self.run_cron("cron_process_events")
        self.assertEqual(self.texts(), ["Größe wählen"] * 2)

    def test_key_of_an_archived_app_opens_nothing(self):
        self.app.active = False
        self._refused(403)


@tagged("post_install", "-at_install")
class TestRedelivery(ToolCase):
    def test_same_body_again_is_stored_once(self):
        for _time in range(3):
            self.post(BODY)
        self.assertEqual(len(self.events()), 1)

    def test_same_body_after_it_was_worked_off_changes_nothing(self):
        self.post(BODY)
        self.run_cron("cron_process_events")
        self.assertEqual(self.post(BODY).status_code, 200)
        self.run_cron("cron_process_events")
        self.assertEqual(len(self.messages(direction="in")), 1)

    def test_same_message_in_another_batch_is_stored_once(self):
        one = text_message("wamid.h1", "eins")
        self.take(change(one))
        self.take(change(one, text_message("wamid.h2", "zwei")))
        self.assertEqual(self.texts(), ["eins", "zwei"])

    def test_same_message_twice_in_one_batch_is_stored_once(self):
        one = text_message("wamid.h1", "eins")
        self.take(change(one), change(one))
        self.assertEqual(self.texts(), ["eins"])

    def test_entries_of_one_post_are_all_processed(self):
        self.take(
            change(text_message("wamid.h1", "a", ERIKA)),
            change(text_message("wamid.h2", "b", MAX)),
        )
        self.assertEqual((self.texts(ERIKA), self.texts(MAX)), (["a"], ["b"]))

    def test_messages_and_statuses_of_one_value_are_all_processed(self):
        ticket = self.agree()
        message = self.answer(ticket)
        self.work()
        # statuses in the same value as messages of two people
        status = {
            "id": message._wamid(),
            "status": "read",
            "timestamp": "1900000000",
            "recipient_id": ERIKA.lstrip("+"),
        }
        self.take(
            change(
                text_message("wamid.h1", "noch etwas", ERIKA),
                text_message("wamid.h2", "hallo", AYSE),
                statuses=[status],
            )
        )
        self.assertEqual(message.state, "read")
        self.assertEqual(self.texts(ERIKA)[-1], "noch etwas")
        self.assertEqual(self.texts(AYSE), ["hallo"])

    def test_worked_off_event_keeps_no_body_and_no_sender(self):
        self.take(change(text_message("wamid.h1", "eins")))
        event = self.events()
        self.assertEqual(event.state, "done")
        self.assertFalse(event.sudo().body)
        self.assertFalse(event.sudo().senders)


@tagged("post_install", "-at_install")
class TestFlood(ToolCase):
    def test_large_batches_are_all_taken_and_every_message_is_there_once(self):
        bodies = [
            webhook(
                change(
                    *(
                        text_message(
                            f"wamid.flood.{batch}.{n}",
                            f"Frage {batch} {n}",
                            f"+49151555{n:05d}",
                        )
                        for n in range(50)
                    )
                )
            )
            for batch in range(6)
        ]
        for body in [*bodies, *bodies[::2]]:
            self.assertEqual(self.post(body).status_code, 200)
        self.assertEqual(len(self.events()), len(bodies))
        self.run_cron("cron_process_events")
        found = self.env["wa.message"].search_count(
            [("channel_id", "=", self.channel.id), ("direction", "=", "in")]
        )
        self.assertEqual(found, 300)
        self.assertFalse(self.events(state="new"))
