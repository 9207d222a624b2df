import { describe, expect, test } from "@odoo/hoot";
import { queryFirst } from "@odoo/hoot-dom";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { defineWhatsappModels, fileBody, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const film = { look: "video", kind: "video", mime_type: "video/mp4" };

test("from film to film the viewer takes a new player, for one keeps its first film", async () => {
    const picture = { look: "image", kind: "image", mime_type: "image/png" };
    const bodies = [
        fileBody({ ...picture, uuid: "p1" }),
        fileBody({ ...film, uuid: "v1" }),
        fileBody({ ...film, uuid: "v2" }),
    ];
    await openTicket({ bodies });
    await click(".o-wa-File-picture");
    await click(".o-FileViewer [aria-label='Next']");
    await contains(".o-FileViewer video source[data-type='video/mp4'][src$='/whatsapp/media/v1']");
    const player = queryFirst(".o-FileViewer video");
    await click(".o-FileViewer [aria-label='Next']");
    await contains(".o-FileViewer video source[src$='/whatsapp/media/v2']");
    await contains(".o-FileViewer video", { count: 1 });
    expect(queryFirst(".o-FileViewer video")).not.toBe(player);
    expect(player.isConnected).toBe(false);
});
