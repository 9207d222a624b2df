import { describe, expect, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const PLACE = {
    latitude: "52.520008",
    longitude: "13.404954",
    name: "Zum Muster",
    address: "Beispielplatz 7",
};
const show = (values) => openTicket({ bodies: [bodyOf({ text: "", ...values })] });

test("a location is shown in words; the map is a link and nothing is loaded", async () => {
    await show({ kind: "location", location: PLACE });
    await contains(".o-wa-Location", { text: "Zum Muster" });
    await contains(".o-wa-Location", { text: "52.520008, 13.404954" });
    await contains(".o-wa-Location", { text: "OpenStreetMap then learns this place." });
    await contains(
        ".o-wa-Location a[target=_blank][rel='noopener noreferrer nofollow'][href^='https://www.openstreetmap.org/?mlat=52.520008&mlon=13.404954']"
    );
    await contains(".o-wa-Location :is(img, iframe)", { count: 0 });
});

test("a contact card opens a form with its name and saves nothing by itself", async () => {
    const card = { name: "Max Beispiel", phones: ["+49 1525 5500017"], emails: ["m@b.example"] };
    await show({ kind: "contacts", cards: [card] });
    await contains(".o-wa-Card", { text: "+49 1525 5500017" });
    await click(".o-wa-Card button", { text: "Create contact" });
    await contains(".modal .modal-title", { text: "Create contact" });
    expect(Object.values(sessionStorage).join()).not.toInclude("Max Beispiel");
});

test("an order or a form is a list of pairs", async () => {
    await show({ kind: "rows", title: "Answers to a form", rows: [["Wish", "Call back"]] });
    await contains(".o-wa-Rows dt", { text: "Wish" });
    await contains(".o-wa-Rows dd", { text: "Call back" });
});

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

test("hostile words stay words", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    await show({ kind: "location", location: { ...PLACE, name: evil }, marks: [] });
    await contains(".o-wa-Location strong", { text: evil });
});
