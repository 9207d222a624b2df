import { describe, expect, test } from "@odoo/hoot";
import { queryFirst } from "@odoo/hoot-dom";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { sizeOf } from "@whatsapp_dsgvo/media/file_size";
import { viewed } from "@whatsapp_dsgvo/media/whatsapp_file";

import {
    answer,
    defineWhatsappModels,
    fileBody,
    fileOf,
    openTicket,
} from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

test("a picture is a thumbnail that opens Odoo's viewer", async () => {
    const file = { look: "image", kind: "image", mime_type: "image/png", name: "Damage.png" };
    await openTicket({ bodies: [fileBody(file, { text: "Look here" })] });
    await contains(".o-wa-File-picture img[data-src$='/web/image/41/480x480']");
    await contains(".o-wa-Bubble-text", { text: "Look here" });
    await click(".o-wa-File-picture");
    await contains(".o-FileViewer img[data-src$='/whatsapp/media/f1']");
});

test("voice is played in the bubble", async () => {
    await openTicket({ bodies: [fileBody({ look: "audio", kind: "audio", voice: true })] });
    await contains(".o-wa-File audio[controls][preload='none']");
    expect(queryFirst(".o-wa-File audio").src).toMatch(/\/whatsapp\/media\/f1$/);
});

test("a film is played in the bubble", async () => {
    await openTicket({ bodies: [fileBody({ look: "video", kind: "video" })] });
    await contains(".o-wa-File video[controls]");
});

test("a document is a tile with name, size and download", async () => {
    await openTicket({ bodies: [fileBody()] });
    await contains(".o-wa-File-name", { text: "Invoice.docx" });
    await contains(".o-wa-File-size", { text: sizeOf(3400) });
    await contains("a.o-wa-File-download[href='/whatsapp/media/f1?download=1']");
    await contains(".o-wa-File [aria-label='View Invoice.docx']", { count: 0 });
});

test("a PDF can be viewed as well", async () => {
    await openTicket({ bodies: [fileBody({ look: "pdf", mime_type: "application/pdf" })] });
    await contains(".o-wa-File [aria-label='View Invoice.docx']");
    const source = viewed(fileOf({ mime_type: "application/pdf" })).defaultSource;
    expect(source).toInclude(encodeURIComponent("/whatsapp/media/f1"));
    expect(source).not.toInclude("Invoice");
});

test("Odoo's viewer plays the films of older phones, too", async () => {
    expect(viewed(fileOf({ mime_type: "video/3gpp" })).isVideo).toBe(true);
    expect(viewed(fileOf({ mime_type: "image/png" })).isVideo).toBe(false);
});

for (const state of ["pending", "refused", "quarantined", "expired"]) {
    test(`a ${state} file says why and offers no download`, async () => {
        await openTicket({ bodies: [fileBody({ state, text: "That is why." })] });
        await contains(`.o-wa-File[data-state='${state}'] .o-wa-File-text`, { text: "That is why." });
        await contains(".o-wa-File-download", { count: 0 });
        await contains(".o-wa-File button", { count: 0 });
    });
}

test("a file that was put off is fetched on request", async () => {
    answer({
        whatsapp_fetch_file: ([, uuid]) => {
            expect.step(`fetch ${uuid}`);
            return true;
        },
    });
    await openTicket({ bodies: [fileBody({ state: "on_demand", can_fetch: true })] });
    await click(".o-wa-File button", { text: "Fetch now" });
    await expect.waitForSteps(["fetch f1"]);
});

test("what Meta did not hand out can be tried again", async () => {
    await openTicket({ bodies: [fileBody({ state: "refused", can_fetch: true })] });
    await contains(".o-wa-File button", { text: "Try again" });
});
