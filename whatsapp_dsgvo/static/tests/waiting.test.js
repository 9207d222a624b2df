import { describe, expect, test } from "@odoo/hoot";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";
import { makeServerError } from "@web/../tests/web_test_helpers";

import { recently } from "@whatsapp_dsgvo/bubble/waiting";

import {
    answer,
    bodyOf,
    defineWhatsappModels,
    openTicket,
    panelOf,
} from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const { DateTime } = luxon;
const ASKED = { asked_at: "2026-11-23 08:12:00", problem: "", can_send: false, can_ask: false };
const NOT_ASKED = { ...ASKED, asked_at: false };
const waits = (waiting) =>
    bodyOf({
        uuid: "abc",
        direction: "out",
        text: "Your invoice is right now.",
        state: "waiting_for_window",
        state_label: "Waits for the customer",
        waiting,
    });
const stepOn = (...methods) =>
    answer(
        Object.fromEntries(
            methods.map((method) => [
                method,
                ([, ...args]) => expect.step([method, ...args].join(" / ")) ?? true,
            ])
        )
    );
const button = (text) => [".o-wa-Waits button", { text }];

test("it says when the customer was asked and offers three ways out", async () => {
    await openTicket({ bodies: [waits(ASKED)] });
    await contains(".o-wa-Waits");
    expect(".o-wa-Waits-line").toHaveText(/^Noted down – asked on .+, not tapped yet\.$/);
    expect(".o-wa-Waits button").toHaveCount(3);
    await contains(...button("Change text"));
    await contains(...button("Withdraw"));
    await contains(...button("Reach another way"));
});

test("the day is named by its weekday, and by its date after some days", () => {
    const asked = "2026-11-23 08:12:00";
    const days = (count) => DateTime.fromISO("2026-11-23T12:00:00Z").plus({ days: count });
    expect(recently(asked, days(1))).toMatch(/^Mon /);
    expect(recently(asked, days(9))).toMatch(/Nov 23, 2026/);
});

test("the text is changed in the bubble and kept if the server refuses", async () => {
    stepOn("whatsapp_change_waiting");
    await openTicket({ bodies: [waits(ASKED)] });
    await click(...button("Change text"));
    await contains(".o-wa-Waits-tools .btn-primary:disabled");
    await insertText(".o-wa-Waits-input", "Better so.", { replace: true });
    await click(...button("Save text"));
    await expect.waitForSteps(["whatsapp_change_waiting / abc / Better so."]);
    await contains(".o-wa-Waits-input", { count: 0 });
    answer({
        whatsapp_change_waiting: () => {
            throw makeServerError({ message: "This answer no longer waits." });
        },
    });
    await click(...button("Change text"));
    await insertText(".o-wa-Waits-input", "Too late.", { replace: true });
    await click(...button("Save text"));
    await contains(".o-wa-Composer-error", { text: "This answer no longer waits." });
    await contains(".o-wa-Waits-input", { value: "Too late." });
});

test("it is withdrawn by one click", async () => {
    stepOn("whatsapp_take_back");
    await openTicket({ bodies: [waits(ASKED)] });
    await click(...button("Withdraw"));
    await expect.waitForSteps(["whatsapp_take_back / abc"]);
});

test("what could not be asked says why and can be asked again", async () => {
    stepOn("whatsapp_ask");
    const problem = "Meta has paused this template.";
    await openTicket({ bodies: [waits({ ...NOT_ASKED, problem, can_ask: true })] });
    await contains(".o-wa-Waits-line", { text: "Noted down – not asked yet." });
    await contains(".o-wa-Waits-problem", { text: `We could not ask: ${problem}` });
    await click(...button("Ask now"));
    await expect.waitForSteps(["whatsapp_ask / abc"]);
});

test("with an open window it can be sent", async () => {
    stepOn("whatsapp_send_waiting");
    await openTicket({ bodies: [waits({ ...NOT_ASKED, can_send: true })] });
    await click(...button("Send now"));
    await expect.waitForSteps(["whatsapp_send_waiting / abc"]);
});

test("other ways are shown on request", async () => {
    const panel = panelOf({ email: "erika@muster.example" });
    await openTicket({ panel, bodies: [waits(ASKED)] });
    await click(...button("Reach another way"));
    await contains(".o-wa-OtherWay a[href^='tel:']", { text: "+49 30 5550 199" });
    await contains(".o-wa-OtherWay a[href='mailto:erika@muster.example']");
});

test("an answer that was sent has none of this", async () => {
    await openTicket({ bodies: [{ ...waits(false), state: "sent" }] });
    await contains(".o-wa-out");
    await contains(".o-wa-Waits", { count: 0 });
});

for (const [code, label] of [
    ["ask", "Note down and ask"],
    ["asked", "Note down"],
    ["", "Send"],
]) {
    test(`the composer's button says what it does: ${label}`, async () => {
        const text = code && "24 hours are over.";
        await openTicket({ panel: panelOf({ sending: { ok: true, code, text } }) });
        await contains(".o-wa-Composer-send", { text: `${label} ⏎` });
        await contains(".o-wa-Composer-hint", { count: code ? 1 : 0 });
    });
}
