"""How often the business is told, in which batches, and what goes wrong on demand."""

from sim_business import ERIKA


def test_webhook_is_sent_again_until_the_answer_is_2xx(sim, callback):
    callback.answers = [500]
    sim.customer_sends_text(ERIKA, "Hallo")
    assert sim.flush() == 0
    assert [row["status"] for row in sim.deliveries] == [500, 200]


def test_further_attempts_wait_for_their_time(sim, callback):
    callback.answers = [503, 503]
    sim.configure(retry_schedule=[0, 60])
    sim.customer_sends_text(ERIKA, "Hallo")
    assert sim.flush() == 1
    sim.advance(minutes=1)
    assert callback.wait_for_posts(3)


def test_webhook_is_given_up_after_the_last_attempt(sim, callback):
    callback.answers = [500, 500]
    sim.configure(retry_schedule=[0])
    sim.customer_sends_text(ERIKA, "Hallo")
    assert sim.flush() == 0
    assert sim.deliveries[-1]["settled"] is True


def test_unreachable_business_is_told_later(sim, callback):
    sim.configure(callback_url="http://127.0.0.1:9/", verify=False)
    sim.customer_sends_text(ERIKA, "Hallo")
    assert sim.flush() == 1
    sim.configure(callback_url=callback.url)
    assert sim.flush() == 0
    assert len(callback.messages) == 1


def test_several_updates_travel_in_one_batch(sim, callback):
    sim.configure(batch_size=100)
    with sim.webhooks_held():
        for n in range(3):
            sim.customer_sends_text(ERIKA, f"Nachricht {n}")
        sim.customer_sends_text("+4915155500002", "Hallo")
    sim.flush()
    assert len(callback.posts) == 1
    assert len(callback.messages) == 4
    assert len(callback.values[0]["contacts"]) == 2


def test_messages_and_statuses_of_a_batch_are_separate_changes(
    sim, graph, callback, open_chat
):
    sim.configure(batch_size=100, sent_after=0, delivered_after=0)
    with sim.webhooks_held():
        graph.text()
        sim.customer_sends_text(ERIKA, "Danke")
    sim.flush()
    assert len(callback.posts) == 1
    assert len(callback.values) == 2


def test_shuffled_statuses_come_last_one_first(sim, graph, callback, open_chat):
    sim.update_customer(ERIKA, auto_read=True)
    sim.add_fault("shuffle_statuses")
    graph.text()
    sim.flush()
    states = [line["status"] for line in callback.statuses]
    assert states == ["read", "delivered", "sent"]


def test_delivered_can_be_left_out(sim, graph, callback, open_chat):
    sim.add_fault("skip_delivered")
    graph.text()
    sim.customer_reads(ERIKA)
    sim.flush()
    assert [line["status"] for line in callback.statuses] == ["sent", "read"]


def test_failed_status_comes_with_the_code_asked_for(sim, graph, callback, open_chat):
    sim.add_fault("failed_status", code=131049)
    graph.text()
    sim.flush()
    assert callback.statuses[0]["errors"][0]["code"] == 131049


def test_duplicate_comes_twice_with_one_id(sim, callback):
    sim.add_fault("duplicate_webhook")
    wamid = sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    assert [line["id"] for line in callback.messages] == [wamid, wamid]


def test_late_webhook_waits_until_its_time(sim, callback):
    sim.add_fault("late_webhook", seconds=3600)
    late = sim.customer_sends_text(ERIKA, "zuerst")
    early = sim.customer_sends_text(ERIKA, "danach")
    assert callback.wait_for_posts(1)
    sim.advance(hours=1)
    assert callback.wait_for_posts(2)
    assert [line["id"] for line in callback.messages] == [early, late]


def test_lost_webhook_never_comes(sim, callback):
    sim.add_fault("lost_webhook")
    sim.customer_sends_text(ERIKA, "Hallo")
    sim.flush()
    assert callback.posts == []
