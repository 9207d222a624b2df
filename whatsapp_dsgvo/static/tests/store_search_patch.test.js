import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, fileBody, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const FOUND = ".o-mail-SearchMessageResult .o-wa-Bubble";

async function search(text) {
    await insertText(".o_searchview_input", text, { replace: true });
    await press("Enter");
}

test("the chatter's search looks into the words a reader sees, not into the stubs", async () => {
    const bodies = [
        bodyOf(),
        bodyOf({ text: "Anything new?" }),
        fileBody({ name: "Machine.pdf" }),
        ...Array.from({ length: 40 }, (_, i) => bodyOf({ text: `No. ${i}` })),
    ];
    await openTicket({ bodies });
    await click("[title='Search Messages']");
    await search("INVOICE wrong");
    await contains(FOUND, { count: 1 });
    expect(`${FOUND} .o-wa-Bubble-text`).toHaveText("My invoice is wrong");
    await search("machine.pdf");
    await contains(FOUND, { count: 1, text: "Machine.pdf" });
    await search("read it in Odoo");
    await contains(".o-mail-SearchMessageResult", { text: "No messages found" });
});
