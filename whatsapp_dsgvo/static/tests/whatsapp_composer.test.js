import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { advanceTime, Deferred } from "@odoo/hoot-mock";
import {
    click,
    contains,
    insertText,
    patchUiSize,
    SIZES,
} from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError, serverState } from "@web/../tests/web_test_helpers";

import {
    answer,
    bodyOf,
    defineWhatsappModels,
    openTicket,
    panelOf,
} from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const INPUT = ".o-wa-Composer-input";
const stepOnSend = () =>
    answer({
        whatsapp_send: (_, { body, reply_to_id: quoted }) => {
            expect.step(`${body} / ${quoted}`);
            return true;
        },
    });
const refuse = (message) =>
    answer({
        whatsapp_send: () => {
            throw makeServerError({ message });
        },
    });
const closed = (code, text) => panelOf({ sending: { ok: false, code, text } });

test("an emoji of Odoo's picker is written into the answer", async () => {
    await openTicket();
    await click(".o-wa-Composer-tools button[title='Emoji']");
    await click(".o-EmojiPicker .o-Emoji", { text: "😀" });
    await contains(INPUT, { value: "😀" });
});

test("on a small screen the picker covers the page, not the composer", async () => {
    patchUiSize({ size: SIZES.SM });
    await openTicket();
    await click(".o-wa-Composer-tools button[title='Emoji']");
    await click(".modal .o-Emoji", { text: "😀" });
    await contains(INPUT, { value: "😀" });
});

test("enter sends and clears at once", async () => {
    stepOnSend();
    await openTicket();
    await insertText(INPUT, "Good morning");
    await press("Enter");
    await contains(INPUT, { value: "" });
    await expect.waitForSteps(["Good morning / false"]);
});

test("shift and enter start a new line", async () => {
    stepOnSend();
    await openTicket();
    await insertText(INPUT, "Good");
    await press(["Shift", "Enter"]);
    await expect.verifySteps([]);
    await contains(INPUT);
});

test("an answer names the message it quotes", async () => {
    stepOnSend();
    await openTicket({ bodies: [bodyOf({ uuid: "abc" })] });
    await click(".o-wa-Bubble button[name='wa-reply']");
    await insertText(INPUT, "Yes");
    await click(".o-wa-Composer-send");
    await expect.waitForSteps(["Yes / abc"]);
    await contains(".o-wa-Composer-quote", { count: 0 });
});

test("nothing and blanks can't be sent", async () => {
    await openTicket();
    await contains(".o-wa-Composer-send:disabled");
    await insertText(INPUT, "   ");
    await contains(".o-wa-Composer-send:disabled");
});

test("characters are counted as people count them", async () => {
    await openTicket();
    await contains(".o-wa-Composer-counter", { text: "0 / 4,096 characters" });
    await insertText(INPUT, "Hi 😊");
    await contains(".o-wa-Composer-counter", { text: "4 / 4,096 characters" });
});

test("a text over the limit stays and can't be sent", async () => {
    await openTicket({ panel: panelOf({ limit: 5 }) });
    await insertText(INPUT, "123456");
    await contains(".o-wa-Composer-counter.o-wa-over", { text: "6 / 5 characters" });
    await contains(".o-wa-Composer-send:disabled");
});

test("a refusal is told in the composer and the text comes back", async () => {
    refuse("The customer wrote STOP.");
    await openTicket();
    await insertText(INPUT, "Good morning");
    await press("Enter");
    await contains(".o-wa-Composer-error[role='alert']", { text: "The customer wrote STOP." });
    await contains(INPUT, { value: "Good morning" });
    await contains(".o_dialog", { count: 0 });
});

test("what was typed meanwhile is kept behind the refused text", async () => {
    const answered = new Deferred();
    answer({ whatsapp_send: () => answered });
    await openTicket();
    await insertText(INPUT, "first");
    await press("Enter");
    await contains(INPUT, { value: "" });
    await insertText(INPUT, "second");
    answered.reject(makeServerError({ message: "No." }));
    await contains(INPUT, { value: "first\nsecond" });
});

/** Steps through the keys as they arrive, and lets the first `failing` answers get lost. */
function loseAnswers(failing) {
    const keys = [];
    answer({
        whatsapp_send: (_, { body, client_key: key }) => {
            keys.includes(key) || keys.push(key);
            expect.step(`${body} / ${keys.indexOf(key)}`);
            if (failing-- > 0) {
                throw makeServerError({ message: "lost" });
            }
            return true;
        },
    });
}

test("an answer that was not heard of is sent again with the same key", async () => {
    loseAnswers(2);
    await openTicket();
    await insertText(INPUT, "Good morning");
    for (let click = 0; click < 3; click++) {
        await contains(INPUT, { value: "Good morning" });
        await press("Enter");
        await expect.waitForSteps(["Good morning / 0"]);
    }
    await contains(INPUT, { value: "" });
});

test("the same words a second time are another message", async () => {
    loseAnswers(1);
    await openTicket();
    for (const [key, left] of [
        [0, "ok"],
        [0, ""],
        [1, ""],
    ]) {
        await insertText(INPUT, "ok", { replace: true });
        await press("Enter");
        await expect.waitForSteps([`ok / ${key}`]);
        await contains(INPUT, { value: left });
    }
});

test("a changed text is another message", async () => {
    loseAnswers(1);
    await openTicket();
    await insertText(INPUT, "Good");
    await press("Enter");
    await expect.waitForSteps(["Good / 0"]);
    await contains(INPUT, { value: "Good" });
    await insertText(INPUT, " morning");
    await press("Enter");
    await expect.waitForSteps(["Good morning / 1"]);
});

test("an unexpected error shows no traceback", async () => {
    answer({
        whatsapp_send: () => {
            throw makeServerError({ errorName: "builtins.KeyError", message: "'secret'" });
        },
    });
    await openTicket();
    await insertText(INPUT, "Hi");
    await press("Enter");
    await contains(".o-wa-Composer-error");
    expect(".o-wa-Composer-error").toHaveText(/^That did not work/);
});

test("where nothing may be sent the reason stands in place of the input", async () => {
    await openTicket({ panel: closed("withdrawn", "The customer wrote STOP.") });
    await contains(".o-wa-Composer-refusal", { text: "The customer wrote STOP." });
    await contains(INPUT, { count: 0 });
});

test("a text typed before sending was closed can be copied", async () => {
    const panel = panelOf();
    const { ticketId } = await openTicket({ panel });
    await insertText(INPUT, "Good morning");
    Object.assign(panel, closed("window_closed", "24 hours have passed."));
    await getService("whatsapp_ticket").get(ticketId).load();
    await contains(".o-wa-Composer-kept div", { text: "Good morning" });
    await contains(".o-wa-Composer-kept button", { text: "Copy text" });
});

test("an answer that waits for the connection may be written, with a hint", async () => {
    const sending = { ok: true, code: "not_connected", text: "Your answer waits." };
    await openTicket({ panel: panelOf({ sending }) });
    await contains(".o-wa-Composer-hint", { text: "Your answer waits." });
    await contains(INPUT);
});

test("a number out of order is a red notice, and answers may still be written", async () => {
    const text = "Our access token has expired. The administrator has been told.";
    const sending = { ok: true, code: "not_connected", text, alarm: true };
    await openTicket({ panel: panelOf({ sending }) });
    await contains(".o-wa-Composer-error[role='alert']", { text });
    await contains(".o-wa-Composer-hint", { count: 0 });
    await contains(INPUT);
});

test("typing is signalled once in three seconds", async () => {
    await openTicket();
    answer({ whatsapp_typing: () => expect.step("typing") ?? true });
    await insertText(INPUT, "Good");
    await insertText(INPUT, " morning");
    await expect.waitForSteps(["typing"]);
    await advanceTime(3100);
    await insertText(INPUT, "!");
    await expect.waitForSteps(["typing"]);
});

test("a colleague who types is named for six seconds", async () => {
    const { ticketId } = await openTicket();
    const ticket = getService("whatsapp_ticket").get(ticketId);
    ticket.noteTyping({ user_id: 99, name: "Ben" });
    await contains(".o-wa-Composer-typing", { text: "Ben is typing …" });
    await advanceTime(6100);
    await contains(".o-wa-Composer-typing", { text: "" });
});

test("one's own typing is not shown", async () => {
    const { ticketId } = await openTicket();
    const ticket = getService("whatsapp_ticket").get(ticketId);
    ticket.noteTyping({ user_id: serverState.userId, name: "Me" });
    expect(ticket.typists).toEqual({});
});

test("a canned reply goes to where the cursor is", async () => {
    const { pyEnv } = await openTicket();
    pyEnv["mail.canned.response"].create({ source: "hello", substitution: "Good morning!" });
    await click("button[aria-label='Canned reply']");
    await click(".o-wa-Canned .dropdown-item", { text: "helloGood morning!" });
    await contains(INPUT, { value: "Good morning!" });
});
