"""What comes is not what was announced: nothing of it is shown, nothing is lost."""

import base64
import json

from odoo.tests import tagged

from ..models import guard
from .media_tools import PDF, MediaCase


@tagged("post_install", "-at_install")
class TestMediaFaults(MediaCase):
    def scene(self):
        super().scene()
        self.ticket = self.agree()

    def fetch_until_settled(self, media):
        for _attempt in range(8):
            self.fetch()
            if media.state != "pending":
                return
            self.later(hours=1)

    def assert_refused(self, media, reason):
        self.assertEqual((media.state, media.reason), ("refused", reason))
        self.assertFalse(media.attachment_id)
        self.assertTrue(self.shown(media)["text"])

    def test_a_wrong_hash_is_tried_again_then_refused(self):
        media, file = self.send_file(PDF, fault="wrong_hash")
        self.fetch()
        self.assertEqual((media.state, media.reason), ("pending", "wrong_hash"))
        self.fetch_until_settled(media)
        self.assert_refused(media, "wrong_hash")
        self.assertEqual(file.downloads, 5)
        self.assertTrue(self.shown(media)["can_fetch"])

    def test_a_claim_of_5_gb_is_refused_before_reading(self):
        media, file = self.send_file(PDF, fault="huge_claim")
        self.fetch()
        self.assert_refused(media, "too_large")
        self.assertEqual(file.downloads, 0)

    def test_a_foreign_host_gets_neither_visit_nor_token(self):
        other = self.keep(PDF)
        for host in ("https://evil.example", "http://localhost:1", "file:///etc"):
            url = self.sim.media_url(other.id).replace(self.sim.url, host)
            media, _file = self.send_file(PDF, fault="foreign_host", url=url)
            self.fetch()
            self.assert_refused(media, "foreign_host")
        self.assertEqual(other.downloads, 0)

    def test_a_redirect_elsewhere_is_not_followed(self):
        media, file = self.send_file(
            PDF, fault="redirect", to="http://169.254.169.254/latest/meta-data"
        )
        self.fetch()
        self.assert_refused(media, "foreign_host")
        self.assertEqual(file.downloads, 1)

    def test_a_redirect_on_the_same_host_is_followed(self):
        target = self.keep(PDF)
        to = self.sim.media_url(target.id).removeprefix(self.sim.url)
        media, _file = self.send_file(PDF, fault="redirect", to=to)
        self.fetch()
        self.assertEqual(media.state, "ready")
        self.assertEqual(target.downloads, 1)

    def test_redirects_in_a_circle_end(self):
        media, file = self.send_file(PDF, fault="redirect", to="")
        self.fetch()
        self.assert_refused(media, "foreign_host")
        self.assertEqual(file.downloads, 3)

    def test_an_expired_address_is_looked_up_anew(self):
        media, file = self.send_file(PDF, fault="expired_url", times=1)
        self.fetch()
        self.assertEqual((media.state, media.reason), ("pending", "unreachable"))
        self.later(seconds=10)
        self.fetch()
        self.assertEqual(media.state, "ready")
        self.assertEqual(file.look_ups, 2)

    def test_a_connection_that_breaks_is_tried_again(self):
        media, _file = self.send_file(PDF, fault="cut", times=1)
        self.fetch()
        self.assertEqual((media.state, media.reason), ("pending", "unreachable"))
        self.later(seconds=10)
        self.fetch()
        self.assertEqual(media.state, "ready")

    def test_what_meta_does_not_hand_out_is_named(self):
        media, file = self.send_file(PDF, fault="404")
        self.fetch_until_settled(media)
        self.assert_refused(media, "gone")
        self.assertEqual(file.look_ups, 5)

    def test_after_seven_days_nothing_is_asked(self):
        media, file = self.send_file(PDF)
        self.later(days=7)
        self.fetch()
        self.assertEqual(media.state, "expired")
        self.assertEqual(file.look_ups, 0)
        self.assertFalse(self.shown(media)["can_fetch"])

    def test_a_row_that_can_not_be_read_holds_up_nobody(self):
        broken, _file = self.send_file(PDF)
        whole, _file = self.send_file(PDF)
        guard.admitted(broken).facts_sealed = base64.b64encode(bytes(64))
        self.fetch()
        self.assertEqual((broken.state, broken.reason), ("pending", "unknown"))
        self.assertEqual(whole.state, "ready")

    def test_one_person_can_not_fill_the_disk(self):
        params = self.env["ir.config_parameter"]
        params.set_param("whatsapp_dsgvo.files_per_day", "2")
        files = [self.send_file(PDF + bytes([n]))[0] for n in range(3)]
        self.fetch()
        self.assertEqual(
            [media.state for media in files], ["ready", "ready", "on_demand"]
        )
        self.assertTrue(self.shown(files[2])["can_fetch"])
        self.ticket.with_user(self.agent).whatsapp_fetch_file(files[2].uuid)
        self.fetch()
        self.assertEqual(files[2].state, "ready")

    def test_open_tickets_hear_of_a_file_that_is_not_fetched(self):
        params = self.env["ir.config_parameter"]
        params.set_param("whatsapp_dsgvo.files_per_day", "0")
        put_off = self.send_file(PDF)[0]
        self.assertEqual(self.told_by_fetching(), [put_off])
        late = self.send_file(PDF)[0]
        self.later(days=7)
        self.assertEqual(self.told_by_fetching(), [late])
        self.assertEqual((put_off.state, late.state), ("on_demand", "expired"))

    def told_by_fetching(self):
        """Files whose messages the web client is told to draw again."""
        bus = self.env["bus.bus"].sudo()
        bus.search([]).unlink()
        self.fetch()
        self.env.cr.precommit.run()
        told = map(json.loads, bus.search([]).mapped("message"))
        redraw = [row["payload"] for row in told if "dsgvo/ticket" in row["type"]]
        ids = [line for payload in redraw for line in payload["message_ids"]]
        messages = self.env["mail.message"].browse(ids)
        return list(messages.whatsapp_message_ids.media_ids)

    def test_megabytes_count_too(self):
        params = self.env["ir.config_parameter"]
        params.set_param("whatsapp_dsgvo.megabytes_per_day", "1")
        self.receive(PDF + bytes(1024 * 1024))
        media = self.receive(PDF)
        self.assertEqual(media.state, "on_demand")
        self.later(days=1)
        fresh = self.receive(PDF)
        self.assertEqual(fresh.state, "ready")

    def test_megabytes_of_one_batch_count_while_they_come(self):
        params = self.env["ir.config_parameter"]
        params.set_param("whatsapp_dsgvo.megabytes_per_day", "2")
        params.set_param("whatsapp_dsgvo.files_per_day", "5")
        sent = [self.send_file(PDF + bytes(1024 * 1024 + n)) for n in range(4)]
        self.fetch()
        states = [media.state for media, _file in sent]
        self.assertEqual(sorted(states), ["on_demand"] * 2 + ["ready"] * 2)
        self.assertEqual(sum(file.downloads for _media, file in sent), 2)
        late = [media for media, _file in sent if media.state == "on_demand"]
        self.assertEqual([media.reason for media in late], ["cap", "cap"])
        self.assertTrue(self.shown(late[0])["can_fetch"])
        self.ticket.with_user(self.agent).whatsapp_fetch_file(late[0].uuid)
        self.fetch()
        self.assertEqual((late[0].state, late[1].state), ("ready", "on_demand"))

    def test_one_persons_megabytes_are_nobody_elses(self):
        params = self.env["ir.config_parameter"]
        params.set_param("whatsapp_dsgvo.megabytes_per_day", "1")
        other = "+4915155500009"
        large = PDF + bytes(1024 * 1024)
        hers = self.send_file(large)[0]
        his = [self.send_file(large, customer=other)[0] for _ in range(2)]
        self.fetch()
        self.assertEqual(hers.state, "ready")
        self.assertEqual(sorted(m.state for m in his), ["on_demand", "ready"])
