"""Two people with rights, in any order: they write, ask, are erased step by step, come
back; meanwhile things are kept for a reason, and periods end.
"""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from odoo import fields
from odoo.exceptions import UserError

from ..lib.privacy import erasure
from .media_tools import PDF
from .privacy_cases import hold
from .rights_promises import Promises

WORDS = ("Eine Frage", "Bitte löschen Sie meine Daten")
KINDS = ("access", "erasure", "objection")
PRESSES = ("accept", "done", "done", "dismiss", "refuse")
WHO = st.sampled_from([0, 0, 1])
# One of as many as there are: how many that is does not depend on what is drawn.
ANY = st.integers(0, 999)
ALL = len(erasure.STEPS)


class Life(Promises):
    def __init__(self, case):
        super().__init__(case)
        self.delivered = len(self.sim.deliveries)
        for who in range(len(self.numbers)):
            self._writes(who, "Guten Tag")

    # -- the persons -----------------------------------------------------------------

    @rule(who=WHO, words=st.sampled_from(WORDS))
    def somebody_writes(self, who, words):
        self._writes(who, words)

    def _writes(self, who, words):
        text = f"{words} ({len(self.said)}, {self.numbers[who]})"
        self._soon()
        self.sim.customer_sends_text(self.numbers[who], text)
        self.case.work()
        self.said[text] = self.subject(who).uuid
        if not self.at_work():
            assert text in self.texts(self.subject(who)), "somebody was not heard"
        self.look()

    def _soon(self):
        """Meta tells seconds: what is said in that of an erasure was said before it."""
        self.case.later(seconds=2)

    @rule(who=WHO)
    def somebody_says_yes(self, who):
        notices = self.case.notices(self.numbers[who])
        if notices:
            self.sim.customer_taps(self.numbers[who], notices[-1].id, 0)
            self.case.work()
            ticket = self.case.conversation(self.numbers[who]).ticket_id
            ticket.filtered(lambda t: not t.user_id).user_id = self.case.agent

    @rule(who=WHO)
    def somebody_sends_a_file(self, who):
        self._soon()
        self.case.receive(PDF, customer=self.numbers[who], name="Beleg.pdf")
        self.look()

    @rule(which=ANY)
    def an_old_webhook_arrives_again(self, which):
        deliveries = self.sim.deliveries[self.delivered :]
        bodies = [one["body"] for one in deliveries if one["body"]]
        body = bodies[which % len(bodies)]
        self.env.flush_all()
        with self.case.allow_requests(all_requests=True):
            self.sim.post_raw(body.encode())
        self.case.work()

    # -- the company -----------------------------------------------------------------

    @rule(days=st.sampled_from([1, 40, 200, 200]))
    def time_passes(self, days):
        self.case.later(days=days)

    @rule(who=WHO)
    def the_ticket_is_closed(self, who):
        ticket = self.case.conversation(self.numbers[who]).ticket_id
        if ticket and not ticket.closed:
            self.case.decide(ticket, "no")
            self.case.close(ticket)

    @rule(who=WHO, only_one=st.booleans())
    def something_is_put_on_hold(self, who, only_one):
        subject = self.subject(who)
        chosen = self.messages(subject).filtered("content_sealed")
        if chosen and not self.jobs._is_being_erased(subject):
            chosen = chosen[-1:] if only_one else chosen
            until = fields.Date.add(fields.Datetime.now().date(), days=300)
            held = hold(self.env, subject, chosen if only_one else (), until=until)
            self.holds.append((held, {row.id: row._content() for row in chosen}))

    @precondition(lambda self: self.live_holds())
    @rule()
    def a_hold_is_released(self):
        held, _contents = self.live_holds()[0]
        held.with_user(self.case.coordinator).action_release()

    @rule(who=WHO, kind=st.sampled_from(KINDS))
    def a_request_is_noted(self, who, kind):
        subject = self.subject(who)
        if subject:
            requests = self.env["wa.request"].with_user(self.case.coordinator)
            if not requests._open_of(subject, kind):
                requests.create(
                    {
                        "kind": kind,
                        "company_id": self.case.company.id,
                        "subject_ids": [(6, 0, subject.ids)],
                    }
                )

    @rule(which=ANY, press=st.sampled_from(PRESSES))
    def the_coordination_works_on_a_request(self, which, press):
        waiting = self.requests().filtered(lambda r: r.state != "done")
        if waiting:
            request = waiting.sorted("id")[which % len(waiting)]
            try:
                with self.env.cr.savepoint():
                    request = request.with_user(self.case.coordinator)
                    if press == "refuse":
                        self._refuse_by_letter(request)
                    else:
                        getattr(request, f"action_{press}")()
            except UserError:
                return

    def _refuse_by_letter(self, request):
        letters = self.env["wa.request.letter"].with_user(self.case.coordinator)
        letter = letters.browse(request.action_refuse()["res_id"])
        letter.reason = "excessive"
        letter.text = letter._proposal()
        letter.action_sent_by_letter()

    @rule(who=WHO)
    def two_people_want_an_erasure(self, who):
        subject = self.subject(who)
        if subject and not self.jobs._is_being_erased(subject):
            try:
                with self.env.cr.savepoint():
                    job = self.case.propose(subject=subject)
                    self.case.confirm(job)
            except UserError:
                live = {held.subject_id for held, _contents in self.live_holds()}
                assert subject in live, "refused without a hold"
                return
            self.jobs |= job

    @precondition(lambda self: self.at_work())
    @rule(steps=st.sampled_from([1, 3, 8, ALL, ALL]))
    def an_erasure_goes_on(self, steps):
        """So many steps, then its worker is gone; nobody else is touched."""
        job = self.at_work()[0]
        others = self.people - self.erased - job.subject_ids
        before = self.case.rows_of(others)
        self.env.flush_all()
        with self.case.registry.cursor() as cr:
            mine = job.with_env(self.env(cr=cr, su=True))
            for step in erasure.remaining(mine.step or None)[:steps]:
                assert mine._run_safely(step), (mine.step, mine.error)
        self.env.invalidate_all()
        assert self.case.rows_of(others) == before
        if job.state == erasure.DONE:
            self.erased |= job.subject_ids
            assert job._verify_certificate()

    @precondition(lambda self: self.erased)
    @rule()
    def what_was_kept_goes_with_its_reason(self):
        done = self.at_work().subject_ids
        self.case.run_cron("cron_run_erasures")
        self.erased |= done
        live = {number for _held, them in self.live_holds() for number in them}
        assert set(self.messages(self.erased).ids) <= live

    @rule()
    def a_colleague_has_no_copies_left(self):
        self.open_tasks(self.jobs.ticket_ids)[:1].action_feedback()

    @rule()
    def the_periods_are_applied(self):
        """Twice: the second run finds nothing that the first has left."""
        holds = self.state()[-1]
        self._run_retention()
        before = self.state()
        assert before[-1] == holds
        run = self._run_retention()
        assert (run.state, run.done, run.keys) == ("done", 0, 0)
        assert self.state() == before

    def _run_retention(self):
        run = self.case.last_run()._begin(self.case.company)
        assert self.case.delete_due() == run
        return run

    def teardown(self):
        """In the end everybody is erased, and whoever asked has an answer."""
        for held, _contents in self.live_holds():
            held.with_user(self.case.coordinator).action_release()
        for who in range(len(self.numbers)):
            self.two_people_want_an_erasure(who)
        self.what_was_kept_goes_with_its_reason()
        assert not self.at_work(), self.at_work().mapped("error")
        assert self.erased == self.people
        self.open_tasks(self.jobs.ticket_ids).action_feedback()
        answers = self.requests().filtered(lambda r: r.state == "answer")
        answers.with_user(self.case.coordinator).action_done()
        assert set(self.jobs.request_id.mapped("state")) == {"done"}
        for promise in (
            self.of_an_erased_person_there_is_no_row,
            self.of_an_erased_person_there_is_no_key,
            self.of_an_erased_person_there_is_no_file,
            self.no_request_is_closed_while_a_colleague_has_copies,
        ):
            promise()
