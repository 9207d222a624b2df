import { advanceTime, animationFrame, describe, expect, test } from "@odoo/hoot";
import { contains, start, startServer } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { defineWhatsappModels, HelpdeskTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const ROW = ".o_data_row";

/** The list of tickets; what the server says of it is a mere number. */
async function openList() {
    const list = `<list js_class="whatsapp_list"><field name="name"/></list>`;
    patchWithCleanup(HelpdeskTicket._views, { list });
    const pyEnv = await startServer();
    const server = { pyEnv, sign: 1 };
    onRpc("helpdesk.ticket", "formatted_read_group", () => [{ __count: server.sign }]);
    onRpc("helpdesk.ticket", "web_search_read", () => expect.step("read"));
    pyEnv["helpdesk.ticket"].create({ name: "First" });
    await start();
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "helpdesk.ticket",
        views: [[false, "list"]],
    });
    await contains(ROW, { count: 1 });
    expect.verifySteps(["read"]);
    return server;
}

async function tenSeconds() {
    await advanceTime(10_000);
    await animationFrame();
}

async function secondComesIn(server) {
    server.pyEnv["helpdesk.ticket"].create({ name: "Second" });
    server.sign = 2;
    await tenSeconds();
    await contains(ROW, { count: 2 });
    await expect.waitForSteps(["read"]);
}

test("a ticket that comes in is shown without loading the page again", async () => {
    const server = await openList();
    await secondComesIn(server);
});

test("as long as nothing changed no ticket is read again", async () => {
    await openList();
    await tenSeconds();
    // what came while the list was loading
    await expect.waitForSteps(["read"]);
    await tenSeconds();
    await tenSeconds();
    expect.verifySteps([]);
});

test("after a refusal nobody is asked again, and no dialog heaps up", async () => {
    await openList();
    onRpc("helpdesk.ticket", "formatted_read_group", () => {
        expect.step("asked");
        throw makeServerError({ message: "Session expired" });
    });
    await tenSeconds();
    await expect.waitForSteps(["asked"]);
    await tenSeconds();
    expect.verifySteps([]);
    expect(".o_error_dialog").toHaveCount(0);
});

test("a click meant for the row that was there before does nothing", async () => {
    const server = await openList();
    await secondComesIn(server);
    const cell = document.querySelector(`${ROW} .o_data_cell`);
    cell.addEventListener("click", () => expect.step("clicked"));
    cell.click();
    expect.verifySteps([]);
    await advanceTime(1000);
    cell.click();
    expect.verifySteps(["clicked"]);
});

test("whoever has chosen lines keeps them", async () => {
    const server = await openList();
    await contains(`${ROW} .o_list_record_selector input`, { count: 1 });
    document.querySelector(`${ROW} .o_list_record_selector input`).click();
    await contains(`${ROW}.o_data_row_selected`, { count: 1 });
    server.sign = 2;
    await tenSeconds();
    expect.verifySteps([]);
});
