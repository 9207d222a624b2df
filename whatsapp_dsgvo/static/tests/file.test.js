import { describe, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

function fileBody(attachment_id, uuid, look, mime_type) {
    const file = {
        ...{ uuid, look, mime_type, attachment_id, kind: "document", name: uuid },
        ...{ size: 3400, voice: false, state: "ready", text: "", can_fetch: false },
    };
    return bodyOf({ kind: "file", text: "", file });
}

test("the viewer leafs through the ticket's pictures, and through nothing else", async () => {
    const bodies = [
        fileBody(41, "p1", "image", "image/png"),
        fileBody(42, "d1", "file", "application/octet-stream"),
        fileBody(43, "p2", "image", "image/png"),
    ];
    await openTicket({ bodies });
    await click(".o-wa-File-picture:has(img[data-src*='/web/image/41/'])");
    await contains(".o-FileViewer img[data-src$='/whatsapp/media/p1']");
    await click(".o-FileViewer [aria-label='Next']");
    await contains(".o-FileViewer img[data-src$='/whatsapp/media/p2']");
});
