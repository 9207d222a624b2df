import { describe, expect, test } from "@odoo/hoot";
import {
    click,
    contains,
    dragenterFiles,
    dropFiles,
    inputFiles,
    pasteFiles,
} from "@mail/../tests/mail_test_helpers";
import { onRpc } from "@web/../tests/web_test_helpers";

import { answer, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const OFFER = () => new File(["offer"], "Offer ü.pdf", { type: "application/pdf" });

/** The server's answer to an upload; its headers become steps. */
function takeUploads(reply, status = 200) {
    onRpc(
        "/whatsapp/upload/*",
        (request) => {
            expect.step(`upload ${request.headers.get("X-File-Name")}`);
            return new Response(JSON.stringify(reply), { status });
        },
        { pure: true }
    );
}

const pick = (files) => inputFiles(".o-wa-Composer input[type='file']", files);

test("a file is uploaded as a raw body and sent by its id", async () => {
    takeUploads({ id: 41, name: "Offer ü.pdf", size: 5, kind: "document" });
    answer({
        whatsapp_send: (args, kwargs) => {
            expect.step(`send ${kwargs.attachment_ids} ${kwargs.body}`);
            return 1;
        },
    });
    await openTicket();
    await contains(".o-wa-Composer-attach");
    await pick([OFFER()]);
    await contains(".o-wa-Drafts-file .o-wa-File-name", { text: "Offer ü.pdf" });
    await contains(".o-wa-Composer-send:enabled");
    await click(".o-wa-Composer-send");
    await expect.waitForSteps([`upload ${encodeURIComponent("Offer ü.pdf")}`, "send 41 "]);
    await contains(".o-wa-Drafts-file", { count: 0 });
});

test("what WhatsApp would not take says why and holds the answer back", async () => {
    takeUploads({ error: "Programs can't be sent." }, 400);
    await openTicket();
    await contains(".o-wa-Composer-attach");
    await pick([OFFER()]);
    await contains(".o-wa-Drafts-error", { text: "Programs can't be sent." });
    await contains(".o-wa-Composer-send:disabled");
    await click(".o-wa-Drafts-file .btn-close");
    await contains(".o-wa-Drafts-file", { count: 0 });
    await expect.waitForSteps([`upload ${encodeURIComponent("Offer ü.pdf")}`]);
});

test("a file is pasted, and dropped on the server when it is removed", async () => {
    takeUploads({ id: 42, name: "Offer ü.pdf", size: 5, kind: "document" });
    answer({
        whatsapp_drop_file: ([, id]) => {
            expect.step(`drop ${id}`);
            return true;
        },
    });
    await openTicket();
    await pasteFiles(".o-wa-Composer-input", [OFFER()]);
    await contains(".o-wa-Composer-send:enabled");
    await click(".o-wa-Drafts-file .btn-close");
    await expect.waitForSteps([`upload ${encodeURIComponent("Offer ü.pdf")}`, "drop 42"]);
});

test("no file goes in the place of another", async () => {
    takeUploads({ error: "Programs can't be sent." }, 400);
    await openTicket();
    await contains(".o-wa-Composer-attach");
    await pick(["one", "two", "three"].map((name) => new File([name], `${name}.exe`)));
    await contains(".o-wa-Drafts-error", { count: 3 });
    const [first, second, third] = document.querySelectorAll(".o-wa-Drafts-file .btn-close");
    first.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    await contains(".o-wa-Drafts-file", { count: 2 });
    expect(second.title).toBe("Remove two.exe");
    // what a double click on the first adds, where the second is now
    second.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 2 }));
    third.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    await contains(".o-wa-Drafts-file", { count: 1 });
    await contains(".o-wa-File-name", { text: "two.exe" });
    await expect.waitForSteps(["one", "two", "three"].map((name) => `upload ${name}.exe`));
});

test("what could not be sent comes back with its files", async () => {
    takeUploads({ id: 43, name: "Offer ü.pdf", size: 5, kind: "document" });
    answer({
        whatsapp_send: () => {
            throw new Error("no");
        },
    });
    await openTicket();
    await contains(".o-wa-Composer-attach");
    await pick([OFFER()]);
    await contains(".o-wa-Composer-send:enabled");
    await click(".o-wa-Composer-send");
    await contains(".o-wa-Composer-error");
    await contains(".o-wa-Drafts-file .o-wa-File-name", { text: "Offer ü.pdf" });
    await expect.waitForSteps([`upload ${encodeURIComponent("Offer ü.pdf")}`]);
});

test("a file dropped on the chatter goes to the customer's answer only", async () => {
    takeUploads({ id: 44, name: "Offer ü.pdf", size: 5, kind: "document" });
    await openTicket();
    await contains(".o-wa-Composer-attach");
    await dragenterFiles(".o-mail-Chatter", [OFFER()]);
    await dropFiles(".o-wa-Composer-dropzone", [OFFER()]);
    await contains(".o-wa-Drafts-file .o-wa-File-name", { text: "Offer ü.pdf" });
    await expect.waitForSteps([`upload ${encodeURIComponent("Offer ü.pdf")}`]);
});
