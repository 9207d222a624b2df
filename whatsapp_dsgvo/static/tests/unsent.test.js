import { describe, expect, test } from "@odoo/hoot";
import { press, queryOne } from "@odoo/hoot-dom";
import { advanceTime, Deferred } from "@odoo/hoot-mock";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError } from "@web/../tests/web_test_helpers";

import { catchUp } from "@whatsapp_dsgvo/ticket/catch_up";

import { addMessage, answer, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const INPUT = ".o-wa-Composer-input";
const EDITOR = ".o-wa-Waits-input";
const ASKED = { asked_at: "2026-11-23 08:12:00", problem: "", can_send: false, can_ask: false };
const WAITS = bodyOf({
    uuid: "abc",
    direction: "out",
    text: "Your invoice is right now.",
    state: "waiting_for_window",
    waiting: ASKED,
});
const ticketOf = (id) => getService("whatsapp_ticket").get(id);
const changedTo = (body) =>
    answer({ whatsapp_messages: ([, ids]) => ids.map((id) => ({ id, wa_body: body })) });
const isAsked = () => {
    const leaving = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(leaving);
    return leaving.defaultPrevented;
};

test("whoever types on at once does not begin with the sent text", async () => {
    answer({ whatsapp_send: () => true });
    await openTicket();
    await insertText(INPUT, "two");
    const enter = { key: "Enter", bubbles: true, cancelable: true };
    queryOne(INPUT).dispatchEvent(new KeyboardEvent("keydown", enter));
    expect(queryOne(INPUT).value).toBe("");
});

test("what was written behind a failed answer comes back in its order", async () => {
    const answered = new Deferred();
    answer({
        whatsapp_send: (_, { body }) => {
            expect.step(body);
            return answered;
        },
    });
    await openTicket();
    for (const text of ["first", "second", "third"]) {
        await insertText(INPUT, text);
        await press("Enter");
        await contains(INPUT, { value: "" });
    }
    await insertText(INPUT, "fourth");
    answered.reject(makeServerError({ message: "No." }));
    await contains(INPUT, { value: "first\nsecond\nthird\nfourth" });
    expect.verifySteps(["first"]);
});

for (const [name, isFaster] of [
    ["an answer thought lost leaves the composer once it is in the chatter", false],
    ["an answer that was in the chatter before the failure does not come back", true],
]) {
    test(name, async () => {
        let key;
        const answered = new Deferred();
        answer({
            whatsapp_send: (_, { client_key: chosen }) => {
                key = chosen;
                return answered;
            },
        });
        const { pyEnv, ticketId } = await openTicket();
        await insertText(INPUT, "Good morning");
        await press("Enter");
        await contains(INPUT, { value: "" });
        const fail = async () => {
            answered.reject(makeServerError({ message: "lost" }));
            await answered.catch(() => {});
            await advanceTime(50);
        };
        const arrive = async () => {
            const sent = { direction: "out", state: "sent", text: "Good morning" };
            addMessage(pyEnv, ticketId, bodyOf({ ...sent, client_key: key }));
            const store = getService("mail.store");
            await catchUp(ticketOf(ticketId), store, { fresh: true, ids: [] });
            await contains(".o-wa-out");
        };
        if (isFaster) {
            await arrive();
            await fail();
        } else {
            await fail();
            await contains(INPUT, { value: "Good morning" });
            await insertText(INPUT, "\nand more");
            await arrive();
        }
        await contains(INPUT, { value: isFaster ? "" : "and more" });
        await contains(".o-wa-Composer-error", { count: 0 });
    });
}

test("an answer that goes out while it is changed leaves the new text in the composer", async () => {
    const { ticketId, messageIds } = await openTicket({ bodies: [WAITS] });
    await click(".o-wa-Waits button", { text: "Change text" });
    await insertText(EDITOR, "Much better.", { replace: true });
    changedTo({ ...WAITS, state: "sent", waiting: false });
    const store = getService("mail.store");
    await catchUp(ticketOf(ticketId), store, { fresh: false, ids: messageIds });
    await contains(EDITOR, { count: 0 });
    await contains(INPUT, { value: "Much better." });
    await contains(".o-wa-Composer-error");
    expect(".o-wa-Composer-error").toHaveText(/was sent or withdrawn before you saved it/);
});

test("a text that is being changed stays while the answer waits", async () => {
    const { ticketId, messageIds } = await openTicket({ bodies: [WAITS] });
    await click(".o-wa-Waits button", { text: "Change text" });
    await insertText(EDITOR, "Much better.", { replace: true });
    changedTo({ ...WAITS, text: "A colleague's." });
    const store = getService("mail.store");
    await catchUp(ticketOf(ticketId), store, { fresh: false, ids: messageIds });
    await contains(".o-wa-Bubble-text", { text: "A colleague's." });
    await contains(EDITOR, { value: "Much better." });
    await click(".o-wa-Waits button", { text: "Discard" });
    await contains(EDITOR, { count: 0 });
});

test("a quote changes with its message, and goes with it", async () => {
    const { ticketId, messageIds } = await openTicket({ bodies: [bodyOf()] });
    await click(".o-wa-Bubble button[name='wa-reply']");
    await contains(".o-wa-Composer-quote", { text: "My invoice is wrong" });
    const store = getService("mail.store");
    const refresh = () => catchUp(ticketOf(ticketId), store, { fresh: false, ids: messageIds });
    changedTo(bodyOf({ text: "My bill is wrong" }));
    await refresh();
    await contains(".o-wa-Composer-quote", { text: "My bill is wrong" });
    changedTo(bodyOf({ kind: "revoked", text: "" }));
    await refresh();
    await contains(".o-wa-Composer-quote", { count: 0 });
});

test("leaving the page with an unsent text is asked about, and not without one", async () => {
    await openTicket();
    expect(isAsked()).toBe(false);
    await insertText(INPUT, "Good morning");
    expect(isAsked()).toBe(true);
    await insertText(INPUT, "", { replace: true });
    expect(isAsked()).toBe(false);
    await click(".o-wa-Tab-note");
    await insertText(".o-mail-Composer-input", "Sounds angry");
    expect(isAsked()).toBe(true);
});
