"""Trouble with Meta that files and blocks meet first reaches the administrator, too."""

from odoo.tests import tagged

from tests.simulator import demo

from .common import ERIKA, MAX
from .media_tools import PDF, MediaCase
from .numbers import SECOND, NumbersCase
from .test_block import BlockCase


class AlarmCase(NumbersCase, MediaCase):
    def alarms(self, channel=None):
        """Codes of which the administrator has been told, by number."""
        alarms = (channel or self.channel)._alarms()
        mine = alarms.filtered(lambda alarm: alarm.user_id == self.channel_admin)
        return mine.mapped("whatsapp_code")

    def states(self):
        return [channel.state for channel in self.channels()]


@tagged("post_install", "-at_install")
class TestFiles(AlarmCase):
    def refuse(self, code, **options):
        media, file = self.send_file(PDF)
        self.sim.add_fault("error", code=code, endpoint="media_lookup", **options)
        self.fetch()
        return media, file

    def test_refused_token_stops_its_number_and_no_other(self):
        media, _file = self.refuse(190)
        other, _file = self.send_file(PDF, customer=MAX, phone_id=SECOND)
        self.fetch()
        self.assertEqual(self.states(), ["paused", "connected", "connected"])
        self.assertEqual(self.alarms(), [190])
        self.assertEqual((media.state, other.state), ("pending", "ready"))

    def test_restricted_account_is_told_with_cause_and_remedy(self):
        media, _file = self.refuse(368)
        self.assertEqual(self.alarms(), [368])
        text = self.shown(media)["text"]
        self.assertIn("restricted our account", text)
        self.assertIn("Business Support", text)
        self.assertIn("has been told", text)

    def test_file_comes_at_once_with_a_new_token_and_lost_no_attempt(self):
        media, file = self.refuse(190)
        self.assertEqual(media.attempts, 0)
        self.fetch()
        self.assertEqual(file.look_ups, 1, "nobody asks with a refused token")
        self.channel.access_token = demo.ACCESS_TOKEN
        self.fetch()
        self.assertEqual((media.state, self.channel.state), ("ready", "connected"))

    def test_file_comes_with_a_new_token_while_a_person_has_paused_the_sending(self):
        self.channel.action_pause()
        media, _file = self.refuse(190)
        self.channel.access_token = demo.ACCESS_TOKEN
        self.fetch()
        self.assertEqual((media.state, self.channel.state), ("ready", "paused"))

    def test_number_without_a_token_waits_for_it(self):
        media, _file = self.send_file(PDF)
        token = self.channel.access_token_sealed
        self.channel.access_token_sealed = False
        for _attempt in range(8):
            self.fetch()
            self.later(hours=1)
        self.assertEqual(media.state, "pending")
        self.assertNotIn("damaged", self.shown(media)["text"])
        self.assertIn("access token", self.shown(media)["text"])
        self.assertEqual(self.states(), ["paused", "connected", "connected"])
        self.assertEqual(len(self.alarms()), 1)
        self.channel.access_token_sealed = token
        self.channel.action_connect()
        self.fetch()
        self.assertEqual(media.state, "ready")

    def test_missing_right_is_told_and_stops_nothing(self):
        self.refuse(131005)
        self.assertEqual(self.alarms(), [131005])
        self.assertEqual(self.channel.state, "connected")

    def test_file_that_is_gone_is_no_administrators_business(self):
        media, _file = self.send_file(PDF, fault="404")
        self.fetch()
        self.assertEqual(media.reason, "gone")
        self.assertFalse(self.alarms())

    def test_upload_without_a_token_stops_its_number_and_no_other(self):
        self.second.access_token_sealed = False
        desk = self.tickets[self.second].with_user(self.agent)
        vals = {"name": "plan.pdf", "raw": PDF, "res_model": desk._name}
        attachment = self.env["ir.attachment"].create({**vals, "res_id": desk.id})
        desk.whatsapp_send("", [attachment.id])
        media, _file = self.send_file(PDF, customer=ERIKA)
        self.fetch()
        self.assertEqual(self.states(), ["connected", "paused", "connected"])
        self.assertEqual(media.state, "ready")


@tagged("post_install", "-at_install")
class TestBlocks(BlockCase):
    def codes(self):
        alarms = self.channel._alarms()
        mine = alarms.filtered(lambda alarm: alarm.user_id == self.channel_admin)
        return mine.mapped("whatsapp_code")

    def refuse(self, code):
        self.sim.add_fault("error", code=code, endpoint="block_users")
        self.block(hint=False)

    def test_full_list_is_an_activity_and_stops_nothing(self):
        self.refuse(139101)
        self.assertEqual(self.codes(), [139101])
        self.assertEqual(self.channel.state, "connected")

    def test_refused_token_stops_the_number_and_the_block_goes_later_by_itself(self):
        self.refuse(190)
        self.assertEqual((self.channel.state, self.codes()), ("paused", [190]))
        self.assertFalse(self.at_meta())
        self.channel.access_token = demo.ACCESS_TOKEN
        self.work()
        self.assertTrue(self.at_meta())

    def test_number_without_a_token_is_stopped_and_told_of(self):
        self.channel.access_token_sealed = False
        self.block(hint=False)
        self.assertEqual(self.channel.state, "paused")
        self.assertEqual(len(self.codes()), 1)

    def test_what_passes_calls_nobody(self):
        self.refuse(139102)
        self.assertFalse(self.codes())
