import { describe, expect, test } from "@odoo/hoot";
import {
    click,
    contains,
    insertText,
    patchUiSize,
    scroll,
    SIZES,
} from "@mail/../tests/mail_test_helpers";
import { getService } from "@web/../tests/web_test_helpers";

import { addMessage, answer, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const CHATTER = ".o-mail-Chatter";

/** A long conversation beside the form, where the chatter has its own scroll bar. */
async function openLong() {
    patchUiSize({ size: SIZES.XXL });
    const bodies = Array.from({ length: 25 }, (_, row) => bodyOf({ text: `Line ${row}` }));
    const found = await openTicket({ bodies });
    await contains(".o-wa-Bubble", { count: 25 });
    return found;
}

function come({ pyEnv, ticketId }, text) {
    addMessage(pyEnv, ticketId, bodyOf({ text }));
    getService("whatsapp_ticket").note({ ticket_id: ticketId, kind: "new", message_ids: [] });
    return contains(".o-wa-Bubble", { text });
}

test("who looks at the newest message sees the next one", async () => {
    const opened = await openLong();
    await come(opened, "Hello?");
    await contains(CHATTER, { scroll: 0 });
    await scroll(CHATTER, 30);
    await come(opened, "Anybody there?");
    await contains(CHATTER, { scroll: 0 });
});

test("who reads further down is left there", async () => {
    const opened = await openLong();
    await scroll(CHATTER, 400);
    const oldest = [...document.querySelectorAll(".o-wa-Bubble")].at(-1);
    const { top } = oldest.getBoundingClientRect();
    await come(opened, "Hello?");
    expect(oldest.getBoundingClientRect().top).toBeWithin(top - 2, top + 2);
});

test("one's own answer is shown, wherever one was", async () => {
    await openLong();
    answer({ whatsapp_send: () => 1 });
    await insertText(".o-wa-Composer-input", "Good morning");
    await scroll(CHATTER, 400);
    await click(".o-wa-Composer-send:enabled");
    await contains(CHATTER, { scroll: 0 });
});
