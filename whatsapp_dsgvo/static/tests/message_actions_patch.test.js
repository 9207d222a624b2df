import { describe, test } from "@odoo/hoot";
import { hover } from "@odoo/hoot-dom";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

test("a bubble offers reply, copy and star, nothing that acts on the stub", async () => {
    await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    await hover(".o-wa-Bubble");
    await contains(".o-wa-Bubble .o-mail-Message-actions button", { count: 3 });
    await contains(".o-wa-Bubble button[name='wa-reply']");
    await contains(".o-wa-Bubble button[name='wa-copy']");
    await contains(".o-wa-Bubble button[name='toggle-star']");
});

test("an answer WhatsApp does not have yet can't be quoted", async () => {
    await openTicket({ bodies: [bodyOf({ direction: "out", state: "queued" })] });
    await contains(".o-wa-Bubble button[name='wa-copy']");
    await contains(".o-wa-Bubble button[name='wa-reply']", { count: 0 });
});

test("reply quotes the message in the composer", async () => {
    await openTicket({ bodies: [bodyOf()] });
    await click(".o-wa-Bubble button[name='wa-reply']");
    await contains(".o-wa-Composer-quote", { text: "Erika MusterMy invoice is wrong" });
    await contains(".o-wa-Composer-input:focus");
});

test("messages without readable text keep their own actions", async () => {
    await openTicket({ bodies: [null] });
    await contains(".o-mail-Message-actions");
    await contains("button[name='wa-reply']", { count: 0 });
    await contains("button[name='wa-copy']", { count: 0 });
});
