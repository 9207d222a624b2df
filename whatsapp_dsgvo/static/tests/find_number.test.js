import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { click, contains, insertText, start, startServer } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError } from "@web/../tests/web_test_helpers";

import { registry } from "@web/core/registry";

import { answer, defineWhatsappModels } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const INPUT = ".o_dialog input[type='tel']";
const NONE = "You have no ticket of this number.";

/** The dialog as the menu opens it; the server gives this reply. */
async function openDialog(reply) {
    await startServer();
    answer({ whatsapp_find_number: reply });
    await start();
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "whatsapp_dsgvo.find_number",
    });
    await contains(`${INPUT}:focus`);
}

test("enter looks the number up and opens what the server found", async () => {
    const open = (env, { params }) => void expect.step(`open ${params}`);
    registry.category("actions").add("found", open);
    await openDialog(([params]) => ({
        action: { type: "ir.actions.client", tag: "found", params },
    }));
    await insertText(INPUT, "+49 151 55500001");
    await press("Enter");
    await expect.waitForSteps(["open +49 151 55500001"]);
    await contains(".o_dialog", { count: 0 });
});

test("a number without a ticket is said in the dialog, and the number stays", async () => {
    await openDialog(() => ({ sentence: NONE }));
    await insertText(INPUT, "+49 151 55500009");
    await click(".o_dialog .btn-primary");
    await contains(".o_dialog [role='status']", { text: NONE });
    await contains(INPUT, { value: "+49 151 55500009" });
});

test("a refusal is said in the dialog, and the number stays", async () => {
    await openDialog(() => {
        throw makeServerError({ message: "Please enter the whole number." });
    });
    await insertText(INPUT, "0151");
    await press("Enter");
    await contains(".o_dialog [role='status']", { text: "Please enter the whole number." });
    await contains(INPUT, { value: "0151" });
});

test("nothing and blanks are not searched for", async () => {
    await openDialog(() => expect.step("asked"));
    await contains(".o_dialog .btn-primary:disabled");
    await insertText(INPUT, "  ");
    await press("Enter");
    await contains(".o_dialog .btn-primary:disabled");
    await expect.verifySteps([]);
});
