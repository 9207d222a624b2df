import { describe, test } from "@odoo/hoot";
import { click, contains, focus } from "@mail/../tests/mail_test_helpers";

import { defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const BUTTON = "button[aria-label='Canned reply']";

test("canned replies are read when the list opens, so that new ones are there", async () => {
    const { pyEnv } = await openTicket();
    await contains(BUTTON);
    pyEnv["mail.canned.response"].create({ source: "bye", substitution: "Goodbye!" });
    await focus(BUTTON);
    await click(BUTTON);
    await contains(".o-wa-Canned .dropdown-item", { text: "byeGoodbye!" });
    await click(".o-wa-Canned .dropdown-item");
    await contains(".o-wa-Composer-input", { value: "Goodbye!" });
    // whoever types on goes on writing, and Enter sends
    await contains(".o-wa-Canned", { count: 0 });
    await contains(".o-wa-Composer-input:focus");
});

test("an empty list says where canned replies are kept", async () => {
    await openTicket();
    await click(BUTTON);
    await contains(".o-wa-Canned-none:contains(No canned replies yet.)");
});
