import { describe, expect, test } from "@odoo/hoot";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";
import { advanceTime } from "@odoo/hoot-mock";

import { browser } from "@web/core/browser/browser";

import { defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const drafts = () => JSON.stringify({ ...browser.localStorage });

test("a note on a WhatsApp ticket is never kept in the browser's storage", async () => {
    await openTicket();
    await click(".o-wa-Tab-note");
    await insertText(".o-mail-Composer-input", "she is ill");
    await advanceTime(6000);
    expect(drafts()).not.toInclude("she is ill");
});

test("on other tickets Odoo keeps its drafts", async () => {
    await openTicket({ isWhatsapp: false });
    await click("button", { text: "Log note" });
    await insertText(".o-mail-Composer-input", "call back");
    await advanceTime(6000);
    expect(drafts()).toInclude("call back");
});

test("a note can be interrupted by another tab", async () => {
    await openTicket();
    await click(".o-wa-Tab-note");
    await insertText(".o-mail-Composer-input", "call back");
    await click(".o-wa-Tab-whatsapp");
    await contains(".o-mail-Composer-input", { count: 0 });
    await click(".o-wa-Tab-note");
    await contains(".o-mail-Composer-input", { value: "call back" });
});
