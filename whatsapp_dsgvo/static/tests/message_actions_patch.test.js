import { describe, expect, test } from "@odoo/hoot";
import { hover } from "@odoo/hoot-dom";
import { click, contains, patchUiSize, SIZES } from "@mail/../tests/mail_test_helpers";

import { answer, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

test("a bubble offers reply, reaction, copy, star and lock, nothing that acts on the stub", async () => {
    await openTicket({ bodies: [bodyOf()] });
    await contains(".o-wa-Bubble");
    await hover(".o-wa-Bubble");
    await contains(".o-wa-Bubble .o-mail-Message-actions button", { count: 4 });
    await contains(".o-wa-Bubble button[name='wa-react']");
    await contains(".o-wa-Bubble button[name='wa-reply']");
    await contains(".o-wa-Bubble button[name='wa-copy']");
    // the rare ones are below "more"
    await click(".o-wa-Bubble button[title='Expand']");
    await contains("[name='toggle-star']");
    await contains("[name='wa-lock']");
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

test("an agent reacts with an emoji of Odoo's picker", async () => {
    await openTicket({ bodies: [bodyOf()] });
    answer({ whatsapp_react: (args) => void expect.step(args.slice(1)) || true });
    await click(".o-wa-Bubble button[name='wa-react']");
    await click(".o-Emoji", { text: "😀" });
    await expect.waitForSteps([["0001", "😀"]]);
});

test("on a small screen the picker covers the page, not the message", async () => {
    patchUiSize({ size: SIZES.SM });
    await openTicket({ bodies: [bodyOf()] });
    answer({ whatsapp_react: (args) => void expect.step(args.slice(1)) || true });
    await click(".o-wa-Bubble button[name='wa-react']");
    await click(".modal .o-Emoji", { text: "😀" });
    await expect.waitForSteps([["0001", "😀"]]);
    await contains(".modal", { count: 0 });
});

test("our reaction can be taken back", async () => {
    const reactions = [{ emoji: "👍", direction: "out" }];
    await openTicket({ bodies: [bodyOf({ reactions })] });
    answer({ whatsapp_react: (args) => void expect.step(args.slice(1)) || true });
    await contains(".o-wa-Bubble");
    await hover(".o-wa-Bubble");
    await click(".o-wa-Bubble button[title='Expand']");
    await click("[name='wa-unreact']");
    await expect.waitForSteps([["0001", ""]]);
});

test("we react to no message of our own and to none that was deleted", async () => {
    const own = bodyOf({ direction: "out", state: "sent" });
    const gone = bodyOf({ uuid: "0002", kind: "revoked", placeholder: "Deleted" });
    await openTicket({ bodies: [own, gone] });
    await contains(".o-wa-Bubble button[name='wa-copy']", { count: 2 });
    await contains(".o-wa-Bubble button[name='wa-react']", { count: 0 });
});

test("buttons we sent stand below the question", async () => {
    const choices = ["Fits", "Rather later"];
    await openTicket({ bodies: [bodyOf({ direction: "out", state: "sent", choices })] });
    await contains(".o-wa-Choices li", { count: 2 });
});
