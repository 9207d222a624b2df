import { describe, expect, test } from "@odoo/hoot";
import { contains } from "@mail/../tests/mail_test_helpers";
import { getService } from "@web/../tests/web_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const recordOf = (id) => getService("mail.store")["mail.message"].get(id);

test("one's own encrypted note can't be edited: only its stub would change", async () => {
    const { messageIds } = await openTicket({ bodies: [bodyOf({ direction: "note" })] });
    await contains(".o-wa-note");
    recordOf(messageIds[0]).message_type = "comment";
    expect(recordOf(messageIds[0]).editable).toBe(false);
});

test("a stub that comes by the bus does not take the readable text away", async () => {
    const { messageIds } = await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble-text", { text: "My invoice is wrong" });
    getService("mail.store").insert({
        "mail.message": [{ id: messageIds[0], body: ["markup", "<p>stub</p>"] }],
    });
    await contains(".o-wa-Bubble-text", { text: "My invoice is wrong" });
});
