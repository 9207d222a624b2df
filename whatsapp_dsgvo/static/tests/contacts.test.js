import { describe, expect, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const show = (values) => openTicket({ bodies: [bodyOf({ text: "", ...values })] });

test("a contact card opens a form with its name and saves nothing by itself", async () => {
    const card = { name: "Max Beispiel", phones: ["+49 1525 5500017"], emails: ["m@b.example"] };
    await show({ kind: "contacts", cards: [card] });
    await contains(".o-wa-Card", { text: "+49 1525 5500017" });
    await click(".o-wa-Card button", { text: "Create contact" });
    await contains(".modal .modal-title", { text: "Create contact" });
    expect(Object.values(sessionStorage).join()).not.toInclude("Max Beispiel");
});

test("a card without numbers still has its name", async () => {
    await show({ kind: "contacts", cards: [{ name: "Max Beispiel" }] });
    await contains(".o-wa-Card", { text: "Max Beispiel" });
});
