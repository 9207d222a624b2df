import { describe, expect, test } from "@odoo/hoot";
import { contains } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError } from "@web/../tests/web_test_helpers";

import { catchUp } from "@whatsapp_dsgvo/ticket/catch_up";

import { addMessage, answer, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

function parts(ticketId) {
    return [getService("whatsapp_ticket").get(ticketId), getService("mail.store")];
}

test("states are asked only of messages that are shown in the clear", async () => {
    const bodies = [bodyOf({ direction: "out", state: "sent" }), null];
    const { ticketId, messageIds } = await openTicket({ bodies });
    await contains(".o-wa-Bubble");
    answer({
        whatsapp_messages: ([, ids]) => {
            expect.step(ids);
            return [];
        },
    });
    await catchUp(...parts(ticketId), { fresh: false, ids: messageIds });
    expect.verifySteps([[messageIds[0]]]);
});

test("new messages are fetched, and the panel with them", async () => {
    const { pyEnv, ticketId } = await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble", { count: 1 });
    addMessage(pyEnv, ticketId, bodyOf({ text: "Hello?" }));
    await catchUp(...parts(ticketId), { fresh: true, ids: [] });
    await contains(".o-wa-Bubble", { count: 2 });
});

test("a refusal is told in the ticket's head", async () => {
    const { ticketId, messageIds } = await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    answer({
        whatsapp_messages: () => {
            throw makeServerError({ type: "UserError", message: "Keys are away." });
        },
    });
    const [ticket, store] = parts(ticketId);
    await catchUp(ticket, store, { fresh: false, ids: messageIds });
    expect(ticket.error).toInclude("Keys are away.");
});
