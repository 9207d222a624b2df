import { animationFrame, describe, expect, test } from "@odoo/hoot";
import { queryFirst } from "@odoo/hoot-dom";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const show = (values) => openTicket({ bodies: [bodyOf({ text: "", ...values })] });

test("a reaction stands on the bubble and says whose it is", async () => {
    await show({ text: "Hello", reactions: [{ emoji: "👍", direction: "in" }] });
    await contains(".o-wa-Reactions [aria-label='Reaction of the customer: 👍']", { text: "👍" });
});

test("a changed message says when", async () => {
    await show({ text: "New", times: { edited: "2026-11-23 08:05:00" } });
    await contains(".o-wa-Bubble-trace:contains(changed at)");
});

test("a deleted message is a sentence and a time", async () => {
    const placeholder = "The customer deleted this message.";
    await show({ kind: "revoked", placeholder, times: { revoked: "2026-11-23 08:05:00" } });
    await contains(".o-wa-Bubble-placeholder", { text: placeholder });
    await contains(".o-wa-Bubble-trace:contains(deleted at)");
});

test("a business letter shows what stood there before", async () => {
    const times = { edited: "2026-11-23 08:05:00", revoked: "2026-11-23 08:06:00" };
    await show({ text: "New", before: "Old", times });
    await contains(".o-wa-Bubble-trace:contains(deleted by the customer at)");
    await contains("del.o-wa-Bubble-before", { text: "Old" });
});

test("where a message comes from stands above it", async () => {
    const marks = [
        { kind: "forwarded", text: "Forwarded many times" },
        { kind: "ad", text: "Came from an advertisement: Summer" },
    ];
    await show({ text: "Hello", marks });
    await contains(".o-wa-Bubble-mark", { count: 2 });
    await contains(".o-wa-Bubble-mark", { text: "Forwarded many times" });
});

test("what WhatsApp itself reports is a line", async () => {
    const placeholder = "WhatsApp reports a new number or ID of this customer.";
    await show({ kind: "placeholder", automatic: true, placeholder });
    await contains(".o-wa-System-label", { text: placeholder });
});

test("a line that hides nothing is shown whole, however long, and opens nothing", async () => {
    const placeholder = "The customer called on WhatsApp. We can't take calls there. ".repeat(9);
    await show({ kind: "placeholder", automatic: true, placeholder });
    await contains("div.o-wa-System");
    await contains(".o-wa-System[aria-expanded]", { count: 0 });
    await contains(".o-wa-System .fa-angle-down", { count: 0 });
    const label = queryFirst(".o-wa-System-label");
    expect(label.scrollWidth).toBe(label.clientWidth);
    expect(label).toHaveStyle({ whiteSpace: "normal" });
    await click(".o-wa-System");
    await animationFrame();
    await contains(".o-wa-System-text", { count: 0 });
});

test("hostile words in a mark stay words", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    await show({ text: "Hello", marks: [{ kind: "ad", text: evil }] });
    await contains(".o-wa-Bubble-mark span", { text: evil });
    await contains(".o-wa-Bubble img", { count: 0 });
});
