import { describe, test } from "@odoo/hoot";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";
import { makeServerError, onRpc } from "@web/../tests/web_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket, panelOf } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

test("on a WhatsApp ticket the WhatsApp composer is open from the start", async () => {
    await openTicket();
    await contains(".o-wa-Tab-whatsapp[aria-selected='true']");
    await contains(".o-wa-Composer-input");
    await contains(".o-mail-Chatter-sendMessage", { count: 0 });
    await contains(".o-mail-Chatter-logNote", { count: 0 });
    await contains(".o-mail-Chatter-activity");
});

test("on other tickets nothing changes", async () => {
    await openTicket({ isWhatsapp: false });
    await contains(".o-mail-Chatter-sendMessage");
    await contains(".o-mail-Chatter-logNote");
    await contains(".o-wa-Tabs", { count: 0 });
    await contains(".o-wa-Composer", { count: 0 });
});

test("without an address there is no e-mail tab", async () => {
    await openTicket();
    await contains(".o-wa-Tab", { count: 2 });
    await contains(".o-wa-Tab-message", { count: 0 });
});

test("the e-mail tab names the address and opens Odoo's composer", async () => {
    await openTicket({ panel: panelOf({ email: "erika@muster.example" }) });
    await contains(".o-wa-Tab-message", { text: "E-mail to erika@muster.example" });
    await click(".o-wa-Tab-message");
    await contains(".o-mail-Composer-input");
    await contains(".o-wa-Composer", { count: 0 });
});

test("a note offers neither files nor the full composer: both would keep clear text", async () => {
    await openTicket();
    await click(".o-wa-Tab-note");
    await contains(".o-mail-Composer-input");
    await contains(".o-mail-Composer button[name='open-full-composer']", { count: 0 });
    await contains(".o-mail-Composer button[name='upload-files']", { count: 0 });
});

test("after a note the WhatsApp composer is back", async () => {
    await openTicket();
    await click(".o-wa-Tab-note");
    await insertText(".o-mail-Composer-input", "call back");
    await click(".o-mail-Composer button:enabled", { text: "Log" });
    await contains(".o-wa-Composer-input");
});

test("a text that was not sent survives another tab", async () => {
    await openTicket();
    await insertText(".o-wa-Composer-input", "Good morning");
    await click(".o-wa-Tab-note");
    await contains(".o-wa-Composer", { count: 0 });
    await click(".o-wa-Tab-whatsapp");
    await contains(".o-wa-Composer-input", { value: "Good morning" });
});

test("an open tab does not close when it is clicked again", async () => {
    await openTicket();
    await click(".o-wa-Tab-whatsapp");
    await contains(".o-wa-Composer-input");
});

test("an empty conversation says who writes first, and to which number", async () => {
    await openTicket();
    await contains(".o-wa-Empty", {
        text: "No message yet. Customers write first – to +49 30 5550 100.",
    });
});

test("a conversation that could not be read is not called empty", async () => {
    onRpc("/mail/thread/messages", () => {
        throw makeServerError({ message: "Contents are not readable now (code K-17)." });
    });
    await openTicket();
    await contains(".o-mail-Thread-error");
    await contains(".o-wa-Empty", { count: 0 });
});

test("a conversation with messages is not called empty", async () => {
    await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    await contains(".o-wa-Empty", { count: 0 });
});
