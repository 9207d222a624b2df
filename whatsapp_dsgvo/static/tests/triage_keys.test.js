import { advanceTime, animationFrame, describe, expect, press, test } from "@odoo/hoot";
import { contains, start, startServer } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, getService, models, onRpc } from "@web/../tests/web_test_helpers";

import { defineWhatsappModels } from "./whatsapp_test_helpers";

const BUTTONS = ["nothing", "legal", "urgent"].map(
    (name) => `<button name="action_triage_${name}" type="object" string="${name}"/>`
);

class WaMessage extends models.Model {
    _name = "wa.message";
    name = fields.Char();
    event_at = fields.Datetime();
    _records = ["A", "B", "C"].map((name, index) => ({ id: index + 1, name }));
    _views = {
        list: `<list js_class="whatsapp_triage_list"><field name="name"/>${BUTTONS.join("")}</list>`,
        search: `<search/>`,
    };
}

describe.current.tags("desktop");
defineWhatsappModels();
defineModels([WaMessage]);

/** The triage's list; a message that is decided is gone from it. */
async function openTriage() {
    const pyEnv = await startServer();
    onRpc("/web/dataset/call_button/wa.message/*", async (request) => {
        const { params } = await request.json();
        const [ids] = params.args;
        expect.step([params.method, ...ids]);
        pyEnv["wa.message"].unlink(ids);
        return false;
    });
    await start();
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "wa.message",
        views: [[false, "list"]],
    });
    await contains(".o_data_row", { count: 3 });
    return pyEnv;
}

const marked = (name) => contains(".o_data_row:focus-within", { text: name });

test("a key decides the marked line, and the next one is marked", async () => {
    await openTriage();
    await marked("A");
    await press("2");
    await expect.waitForSteps([["action_triage_legal", 1]]);
    await contains(".o_data_row", { count: 2 });
    await marked("B");
    await press("ArrowDown");
    await marked("C");
    await press("1");
    await expect.waitForSteps([["action_triage_nothing", 3]]);
    await contains(".o_data_row", { count: 1 });
    await marked("B");
    await press("3");
    await expect.waitForSteps([["action_triage_urgent", 2]]);
});

test("once a colleague has decided the marked line, a key decides nothing", async () => {
    const pyEnv = await openTriage();
    await marked("A");
    pyEnv["wa.message"].unlink([1]);
    // the list looks for what is new by itself
    await advanceTime(10_000);
    await contains(".o_data_row", { count: 2 });
    await press("1");
    await animationFrame();
    expect.verifySteps([]);
});

test("who writes into the search decides nothing", async () => {
    await openTriage();
    await marked("A");
    document.querySelector(".o_searchview_input").focus();
    await press("1");
    await animationFrame();
    expect.verifySteps([]);
});
