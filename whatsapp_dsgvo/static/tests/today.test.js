import { describe, expect, test } from "@odoo/hoot";
import { click, contains, start, startServer } from "@mail/../tests/mail_test_helpers";
import { getService, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

import { defineWhatsappModels } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const SECTION = ".o-wa-Today-section";
const LINE = ".o-wa-Today-line";
const AGENT = "whatsapp_dsgvo.group_agent";
const TRIAGE = "whatsapp_dsgvo.group_triage";
const ADMIN = "whatsapp_dsgvo.group_channel_admin";
const MANAGER = "helpdesk_mgmt.group_helpdesk_manager";

/** The page as a member of these groups sees it, when everything counts `count`. */
async function openToday(groups, count) {
    onRpc("search_count", ({ model }) => {
        expect.step(model);
        return count;
    });
    onRpc("formatted_read_group", ({ kwargs }) => [
        { [kwargs.aggregates[0]]: "2026-11-23 07:01:00" },
    ]);
    await startServer();
    await start();
    // afterwards, for it makes a user of its own
    patchWithCleanup(user, { hasGroup: async (group) => groups.includes(group) });
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "whatsapp_dsgvo.today",
    });
    await contains(".o-wa-Today");
}

test("the triage counts held messages, and asks for nothing else", async () => {
    await openToday([TRIAGE], 3);
    expect.verifySteps(["wa.message", "wa.message"]);
    await contains(SECTION, { count: 1 });
    await contains(LINE, { count: 2 });
    await contains(`${LINE}.o-wa-alarm`, { text: "perhaps legal or urgent" });
});

test("nothing to do is said in one sentence", async () => {
    await openToday([AGENT], 0);
    await contains(".o-wa-Today-done", { text: "Nobody is waiting." });
    await contains(LINE, { count: 0 });
    expect.verifySteps(Array(5).fill("helpdesk.ticket"));
});

test("without a number nothing is called connected", async () => {
    await openToday([ADMIN], 0);
    await contains(".o-wa-Today-missing", { text: "No number connected yet" });
    await contains(".o-wa-Today-done", { count: 0 });
    expect.verifySteps([...Array(4).fill("wa.channel"), "wa.event", "wa.channel"]);
});

test("a manager of the help desk who may not read consents is not shown them", async () => {
    await openToday([MANAGER], 3);
    await contains(SECTION, { count: 0 });
    expect.verifySteps([]);
});

test("a line opens its list with exactly what was counted", async () => {
    await openToday([TRIAGE], 3);
    expect.verifySteps(["wa.message", "wa.message"]);
    onRpc("/web/action/load", () => ({
        type: "ir.actions.client",
        tag: "found",
        name: "Triage",
        context: { search_default_undecided: 1 },
    }));
    const found = (env, { display_name, domain, context }) =>
        expect.step([display_name, domain.length, "search_default_undecided" in context]);
    registry.category("actions").add("found", found);
    await click(`${LINE}:eq(1)`);
    await expect.waitForSteps([["Triage: other messages", 4, false]]);
});
