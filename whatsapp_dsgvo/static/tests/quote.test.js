import { describe, expect, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";
import { getService } from "@web/../tests/web_test_helpers";

import { catchUp } from "@whatsapp_dsgvo/ticket/catch_up";

import { addMessage, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

async function openWithQuote(isHere) {
    const { pyEnv, ticketId, messageIds } = await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    const quoted = {
        direction: "in",
        text: "My invoice is wrong",
        message_id: isHere && messageIds[0],
    };
    addMessage(pyEnv, ticketId, bodyOf({ text: "This one", quoted }));
    const ticket = getService("whatsapp_ticket").get(ticketId);
    await catchUp(ticket, getService("mail.store"), { fresh: true, ids: [] });
    await contains(".o-wa-Quote", { text: "CustomerMy invoice is wrong" });
}

test("a quote leads to the message it quotes", async () => {
    await openWithQuote(true);
    await click("button.o-wa-Quote");
    await contains(".o-mail-Message.o-highlighted .o-wa-Bubble-text", {
        text: "My invoice is wrong",
    });
});

test("a quote of another ticket leads nowhere", async () => {
    await openWithQuote(false);
    expect("button.o-wa-Quote").toHaveCount(0);
});
