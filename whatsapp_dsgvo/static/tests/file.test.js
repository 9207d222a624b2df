import { describe, expect, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { defineWhatsappModels, fileBody, fileOf, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const picture = { look: "image", kind: "image", mime_type: "image/png" };

test("the viewer leafs through the ticket's pictures, and through nothing else", async () => {
    const bodies = [
        fileBody({ ...picture, uuid: "p1" }),
        fileBody({ uuid: "d1" }),
        fileBody({ ...picture, uuid: "p2", attachment_id: 43 }),
    ];
    await openTicket({ bodies });
    await click(".o-wa-File-picture:has(img[data-src*='/web/image/41/'])");
    await contains(".o-FileViewer img[data-src$='/whatsapp/media/p1']");
    await click(".o-FileViewer [aria-label='Next']");
    await contains(".o-FileViewer img[data-src$='/whatsapp/media/p2']");
});

test("what a file was before it was changed stands below it, as long as it is kept", async () => {
    const before = fileOf({ ...picture, uuid: "old", name: "Offer.png" });
    const bodies = [
        fileBody({ name: "New offer.docx" }, { files_before: [before] }),
        fileBody({ name: "Never changed.docx" }, { files_before: [] }),
    ];
    await openTicket({ bodies });
    const changed = ".o-wa-Bubble:has(.o-wa-faint .o-wa-File)";
    await contains(changed, { count: 1 });
    expect(`${changed} .o-wa-faint`).toHaveText(/^Before the change:\s*Offer\.png/);
    await contains(`${changed} .o-wa-File-name:eq(0)`, { text: "New offer.docx" });
    await contains(`${changed} .o-wa-faint a.o-wa-File-download[href^='/whatsapp/media/old?']`);
});

test("the viewer shows what was there before alone: it is no picture of the ticket", async () => {
    const before = fileOf({ ...picture, uuid: "old" });
    const bodies = [
        fileBody({}, { files_before: [before] }),
        fileBody({ ...picture, uuid: "p1" }),
    ];
    await openTicket({ bodies });
    await click(".o-wa-faint .o-wa-File-picture");
    await contains(".o-FileViewer img[data-src$='/whatsapp/media/old']");
    await contains(".o-FileViewer [aria-label='Next']", { count: 0 });
});
