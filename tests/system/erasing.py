"""Two people erase somebody, by the calls of their browsers."""

from .running import until


def erase(site, model, method, record):
    """Open the wizard of a person or contact on this process, and go through with it."""
    one, two = site.login("koordination"), site.login("vertretung")
    wizard = [one.call(model, method, [record])["res_id"]]
    start = "wa.erasure.start"
    typed = {"confirmation": "LÖSCHEN", "second_user_id": two.uid}
    typed |= {"identity_level": "2", "told_by": "other"}
    one.call(start, "write", wizard, typed)
    names = ["erased_text", "contact_text", "review_text", "open_text"]
    one.call(start, "read", wizard, names)
    job = one.call(start, "action_start", wizard)["res_id"]
    two.call("wa.erasure", "action_confirm", [job])
    query = f"select state from wa_erasure where id = {job}"
    until(lambda: site.sql(query) == "done", 60, "the person is erased")
