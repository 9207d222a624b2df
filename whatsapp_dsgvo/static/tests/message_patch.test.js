import { describe, expect, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { answer, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const STUB = "WhatsApp message received. Please read it in Odoo.";
const ours = (values) => bodyOf({ direction: "out", author: "Anna Beispiel", ...values });

test("a reader sees the message in a bubble and not the stub", async () => {
    await openTicket({ bodies: [bodyOf({ text: "My *invoice* is wrong" })] });
    await contains(".o-wa-in .o-wa-Bubble-text strong", { text: "invoice" });
    expect(".o-mail-Message").not.toHaveText(/Please read it in Odoo/);
});

test("who got nothing to read sees the neutral stub", async () => {
    await openTicket({ bodies: [null] });
    await contains(".o-mail-Message-body", { text: STUB });
    await contains(".o-wa-Bubble", { count: 0 });
});

for (const [direction, name] of [
    ["in", "WhatsApp message from the customer"],
    ["out", "WhatsApp message from us"],
    ["note", "Internal note"],
]) {
    test(`a screen reader hears whose message it is: ${direction}`, async () => {
        await openTicket({ bodies: [bodyOf({ direction })] });
        await contains(`.o-mail-Message.o-wa-Message[aria-label='${name}']`);
    });
}

test("a stub is called as Odoo calls it", async () => {
    await openTicket({ bodies: [null] });
    await contains(".o-mail-Message");
    await contains(".o-wa-Message, [aria-label^='WhatsApp message']", { count: 0 });
});

test("our answers carry the agent's name and the ticks", async () => {
    await openTicket({ bodies: [ours({ state: "delivered", state_label: "Delivered" })] });
    await contains(".o-wa-out .o-wa-Bubble-author", { text: "Anna Beispiel" });
    await contains(".o-wa-out .o-wa-Ticks[aria-label='Delivered']", { text: "✓✓" });
});

test("a note says that it stays in-house", async () => {
    await openTicket({ bodies: [bodyOf({ direction: "note", text: "Call her back" })] });
    await contains(".o-wa-note", { text: "Internal note (only in-house, encrypted)" });
    await contains(".o-wa-note .o-wa-Bubble-text", { text: "Call her back" });
});

test("an automatic message is one line that opens", async () => {
    const body = ours({ automatic: true, label: "Privacy notice, version 3", text: "Hello!" });
    await openTicket({ bodies: [body] });
    await contains(".o-wa-System[aria-expanded='false']", { text: "Privacy notice, version 3" });
    await contains(".o-wa-System-text", { count: 0 });
    await click(".o-wa-System");
    await contains(".o-wa-System-text", { text: "Hello!" });
});

for (const kind of ["restricted", "hidden", "shredded"]) {
    test(`a ${kind} message is one grey sentence without actions`, async () => {
        await openTicket({ bodies: [{ kind }] });
        await contains(".o-wa-grey .o-wa-Bubble-grey");
        await contains(".o-wa-Bubble .o-mail-Message-actions", { count: 0 });
    });
}

test("what can't be shown yet is named", async () => {
    const placeholder = "Picture – stored encrypted, can't be shown yet.";
    await openTicket({ bodies: [bodyOf({ kind: "placeholder", text: "", placeholder })] });
    await contains(".o-wa-Bubble-placeholder", { text: placeholder });
});

test("a quoted message stands above the answer", async () => {
    await openTicket({ bodies: [ours({ quoted: { text: "My invoice", direction: "in" } })] });
    await contains(".o-wa-Quote", { text: "CustomerMy invoice" });
});

test("a failed message tells cause and remedy and is sent again on request", async () => {
    answer({
        whatsapp_retry: ([, uuid]) => {
            expect.step(`again ${uuid}`);
            return true;
        },
    });
    const error = { text: "Not reachable.", remedy: "Please phone.", retry: true, code: 131026 };
    await openTicket({ bodies: [ours({ state: "failed", state_label: "Not delivered", error })] });
    await contains(".o-wa-Delivery-error", {
        text: "Not reachable.Please phone.Send againReach another way",
    });
    await click(".o-wa-Delivery-error button", { text: "Send again" });
    await expect.waitForSteps(["again 0001"]);
});

test("a message we are not sure about can't be sent twice", async () => {
    const error = { text: "", retry: false };
    await openTicket({
        bodies: [ours({ state: "uncertain", state_label: "We don't send twice.", error })],
    });
    await contains(".o-wa-Delivery", { text: "We don't send twice.?" });
    await contains("button", { text: "Send again", count: 0 });
});
