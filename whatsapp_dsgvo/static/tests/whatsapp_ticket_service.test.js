import { describe, expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { waitForChannels } from "@bus/../tests/bus_test_helpers";
import { contains, openFormView } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError, onRpc } from "@web/../tests/web_test_helpers";

import { COALESCE, RETRY } from "@whatsapp_dsgvo/ticket/whatsapp_ticket_service";

import {
    addMessage,
    answer,
    bodyOf,
    defineWhatsappModels,
    openTicket,
    panelOf,
} from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const CHANNEL = "whatsapp_dsgvo.ticket_1";
const tell = (pyEnv, payload, type = "ticket") =>
    pyEnv["bus.bus"]._sendone(CHANNEL, `whatsapp_dsgvo/${type}`, payload);
const news = (ticketId, ...ids) => ({ ticket_id: ticketId, kind: "new", message_ids: ids });
const ours = (values) => bodyOf({ direction: "out", state: "sent", ...values });

test("a new message appears without reloading the page", async () => {
    const { pyEnv, ticketId } = await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble", { count: 1 });
    await waitForChannels([CHANNEL]);
    const id = addMessage(pyEnv, ticketId, bodyOf({ text: "Hello?" }));
    tell(pyEnv, news(ticketId, id));
    await contains(".o-wa-Bubble", { count: 2 });
    await contains(".o-wa-Bubble-text", { text: "Hello?" });
});

test("a colleague's note appears as well", async () => {
    const { pyEnv, ticketId } = await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    await waitForChannels([CHANNEL]);
    tell(pyEnv, news(ticketId, addMessage(pyEnv, ticketId, bodyOf({ direction: "note" }))));
    await contains(".o-wa-note");
});

test("ticks move with the state", async () => {
    const { pyEnv, ticketId, messageIds } = await openTicket({ bodies: [ours()] });
    answer({
        whatsapp_messages: ([, ids]) => ids.map((id) => ({ id, wa_body: ours({ state: "read" }) })),
    });
    await contains(".o-wa-out[data-state='sent']");
    await waitForChannels([CHANNEL]);
    tell(pyEnv, { ticket_id: ticketId, kind: "update", message_ids: messageIds });
    await contains(".o-wa-out[data-state='read']");
});

test("several changes within a moment are one request", async () => {
    const { ticketId, messageIds } = await openTicket({ bodies: [ours(), ours()] });
    await contains(".o-wa-out", { count: 2 });
    answer({
        whatsapp_messages: ([, ids]) => {
            expect.step(ids.length);
            return [];
        },
    });
    const service = getService("whatsapp_ticket");
    for (const id of [...messageIds, ...messageIds]) {
        service.note({ ticket_id: ticketId, kind: "update", message_ids: [id] });
    }
    await advanceTime(COALESCE);
    await expect.waitForSteps([2]);
});

test("tickets that are not on screen ask for nothing", async () => {
    await openTicket();
    onRpc("helpdesk.ticket", "whatsapp_panel", () => expect.step("panel"));
    getService("whatsapp_ticket").note({ ticket_id: 999, kind: "new", message_ids: [1] });
    await advanceTime(COALESCE);
    await expect.verifySteps([]);
});

test("leaving the ticket ends the subscription", async () => {
    const { pyEnv } = await openTicket();
    await contains(".o-wa-Panel");
    await waitForChannels([CHANNEL]);
    await openFormView("res.partner", pyEnv["res.partner"].create({ name: "Ben" }));
    await contains(".o-wa-Panel", { count: 0 });
    await waitForChannels([CHANNEL], { operation: "delete" });
});

test("after a reconnect everything on screen is fetched again", async () => {
    const { ticketId, messageIds } = await openTicket({ bodies: [ours()] });
    await contains(".o-wa-out");
    answer({
        whatsapp_messages: ([, ids]) => {
            expect.step(["states", ...ids]);
            return [];
        },
        whatsapp_panel: ([[id]]) => {
            expect.step(["panel", id]);
            return panelOf();
        },
    });
    getService("bus_service").trigger("BUS:RECONNECT");
    await advanceTime(COALESCE);
    await expect.waitForSteps([
        ["panel", ticketId],
        ["states", ...messageIds],
    ]);
});

test("once keys are back the messages are fetched", async () => {
    let away = true;
    const panel = () => {
        if (away) {
            throw makeServerError({ message: "Contents are not readable now (code K-17)." });
        }
        return panelOf();
    };
    const { pyEnv, ticketId } = await openTicket({ panel });
    await contains(".o-wa-Panel-error");
    await contains(".o-mail-Thread");
    away = false;
    addMessage(pyEnv, ticketId);
    await advanceTime(RETRY);
    await contains(".o-wa-Panel-name");
    await advanceTime(COALESCE);
    await contains(".o-wa-Bubble");
});

test("what a colleague types is told by name", async () => {
    const { pyEnv, ticketId } = await openTicket();
    await waitForChannels([CHANNEL]);
    tell(pyEnv, { ticket_id: ticketId, user_id: 99, name: "Ben" }, "typing");
    await contains(".o-wa-Composer-typing", { text: "Ben is typing …" });
});

test("who has sent is no longer shown as typing", async () => {
    const { pyEnv, ticketId } = await openTicket();
    await waitForChannels([CHANNEL]);
    tell(pyEnv, { ticket_id: ticketId, user_id: 99, name: "Ben" }, "typing");
    await contains(".o-wa-Composer-typing", { text: "Ben is typing …" });
    tell(pyEnv, news(ticketId, addMessage(pyEnv, ticketId, ours({ author: "Ben" }))));
    await contains(".o-wa-Composer-typing", { text: "" });
});

test("many lines at once raise the inbox counter by their number", async () => {
    await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    const { inbox } = getService("mail.store");
    const before = inbox.counter;
    await getService("whatsapp_ticket").noteInbox({ count: 7, after: 1 }, inbox.counter_bus_id + 1);
    expect(inbox.counter).toBe(before + 7);
});

test("the inbox on screen fetches what came after the first line", async () => {
    await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    const { inbox } = getService("mail.store");
    inbox.isLoaded = true;
    onRpc("/mail/inbox/messages", async (request) => {
        const { params } = await request.json();
        expect.step(`after ${params.fetch_params.after}`);
        return { data: {}, messages: [] };
    });
    await getService("whatsapp_ticket").noteInbox({ count: 2, after: 41 }, 0);
    await expect.waitForSteps(["after 41"]);
});
