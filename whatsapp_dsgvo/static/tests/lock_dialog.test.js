import { describe, expect, test } from "@odoo/hoot";
import { hover, select } from "@odoo/hoot-dom";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { answer, bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

async function openDialog() {
    await contains(".o-wa-Bubble");
    await hover(".o-wa-Bubble");
    await click(".o-wa-Bubble button[title='Expand']");
    await click("[name='wa-lock']");
    await contains("#o-wa-lock-reason");
}

test("an agent says why and the message is locked", async () => {
    await openTicket({ bodies: [bodyOf()] });
    answer({ whatsapp_lock: (args) => void expect.step(args.slice(1)) || true });
    await openDialog();
    await click("#o-wa-lock-reason");
    await select("document");
    await click(".modal-footer .btn-primary");
    await contains(".modal", { count: 0 });
    await expect.waitForSteps([["0001", "document"]]);
});

test("nothing is locked without a second click", async () => {
    await openTicket({ bodies: [bodyOf()] });
    answer({ whatsapp_lock: () => expect.step("locked") });
    await openDialog();
    await click(".modal-footer .btn-secondary");
    await contains(".modal", { count: 0 });
    await expect.verifySteps([]);
});
