import { advanceTime, animationFrame, describe, expect, mockDate, queryOne, test } from "@odoo/hoot";
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
const DPO = "whatsapp_dsgvo.group_dpo";
const DPO_COUNTS = [
    ...["wa.request", "wa.request", "wa.erasure", "wa.retention.line", "wa.retention.rule"],
    ...["wa.hold", "wa.message"],
    ...Array(4).fill("wa.consent"),
    "wa.retention.run",
];
const ADMIN_COUNTS = [
    ...Array(4).fill("wa.channel"),
    ...["wa.event", "wa.message", "wa.channel"],
];
const NOBODY = { asked: 0, yes: 0, half: false, most: false };
const OVERDUE = [{ id: 4, colour: "yellow", finding: "3 days ago" }];

/** The page as a member of these groups sees it, when everything counts `count`. */
async function openToday(groups, count, { lights = [], teams = [], funnel = NOBODY, heads = [] } = {}) {
    onRpc("search_count", ({ model }) => {
        expect.step(model);
        return count;
    });
    onRpc("formatted_read_group", ({ kwargs }) => [
        { [kwargs.aggregates[0]]: "2026-11-23 07:01:00" },
    ]);
    onRpc("wa.check", "search_read", ({ kwargs }) => {
        expect.step(kwargs.domain[0].at(-1));
        return lights;
    });
    onRpc("wa.channel", "whatsapp_heads", () => heads);
    onRpc("helpdesk.ticket.team", "whatsapp_figures", () => {
        expect.step("figures");
        return teams;
    });
    onRpc("wa.consent", "whatsapp_funnel", () => {
        expect.step("funnel");
        return funnel;
    });
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

test("who waits for weeks is not told by the weekday alone", async () => {
    mockDate("2026-11-25 12:00:00");
    await openToday([TRIAGE], 3);
    expect(`${LINE}:first .o-wa-faint`).toHaveText(/^oldest: Mon/);
    expect(`${LINE}:first .o-wa-faint`).not.toHaveText(/23/);
    mockDate("2026-12-20 12:00:00");
    await click("button", { text: "Count again" });
    await animationFrame();
    expect(`${LINE}:first .o-wa-faint`).toHaveText(/^oldest: Mon, 11\/23/);
    expect.verifySteps(Array(4).fill("wa.message"));
});

test("nothing to do is said in one sentence", async () => {
    await openToday([AGENT], 0);
    await contains(".o-wa-Today-done", { text: "Nobody is waiting." });
    await contains(LINE, { count: 0 });
    expect.verifySteps(Array(6).fill("helpdesk.ticket"));
});

test("without a number nothing is called connected", async () => {
    await openToday([ADMIN], 0);
    await contains(".o-wa-Today-missing", { text: "No number connected yet" });
    await contains(".o-wa-Today-done", { count: 0 });
    expect.verifySteps([...ADMIN_COUNTS, "key_backup"]);
});

test("a manager of the help desk who may not read consents is not shown them", async () => {
    await openToday([MANAGER], 3);
    await contains(SECTION, { count: 0 });
    expect.verifySteps([]);
});

test("that nothing was sent without a basis can be looked into, and is no work", async () => {
    await openToday([DPO], 0);
    await contains(".o-wa-Today-done", {
        text: "No request is open; no deletion run has ended yet.",
    });
    await contains(`${LINE}:enabled`, { text: "sent messages without a basis", count: 1 });
    await contains(LINE, { count: 1 });
    expect.verifySteps([...DPO_COUNTS, "funnel", "key_backup"]);
});

test("a message without a basis is an alarm", async () => {
    await openToday([DPO], 1);
    await contains(`${LINE}.o-wa-alarm`, { text: "sent messages without a basis" });
    expect.verifySteps([...DPO_COUNTS, "funnel", "key_backup"]);
});

test("a deletion that is stopped is said in red", async () => {
    await openToday([DPO], 8);
    await contains(`${LINE}.o-wa-alarm`, { text: "periods whose deletion is stopped" });
    expect.verifySteps([...DPO_COUNTS, "funnel", "key_backup"]);
});

test("the key store's last backup shows its age, and in a word that it is overdue", async () => {
    await openToday([ADMIN], 1, { lights: OVERDUE });
    await contains(`${LINE} .o-wa-dot.o-wa-yellow`);
    await contains(LINE, { text: "overdue – 3 days ago" });
    expect.verifySteps([...ADMIN_COUNTS, "key_backup"]);
});

test("who leads the help desk sees how long customers of a team wait", async () => {
    const teams = [
        { id: 3, name: "Billing", open: 31, minutes: 38, late: 4 },
        { id: 5, name: "Service", open: 0, minutes: false, late: 0 },
        { id: 6, name: "Repairs", open: 2, minutes: 125, late: 1 },
    ];
    await openToday([AGENT, MANAGER], 0, { teams });
    const row = `${SECTION}[data-section=teams] tbody tr`;
    await contains(`${row}:eq(0)`, { text: "Billing3138 min4" });
    await contains(`${row}:eq(1)`, { text: "Service0–0" });
    await contains(`${row}:eq(2)`, { text: "Repairs22 hr, 5 min1" });
    await contains(SECTION, {
        text: "Only teams of five or more are shown, so that no figure tells of one person.",
    });
    const counted = [...Array(6).fill("helpdesk.ticket"), ...Array(4).fill("wa.consent")];
    expect.verifySteps([...counted, "figures", "funnel"]);
});

test("how many of those asked agreed, and how soon", async () => {
    const funnel = { asked: 1912, yes: 1498, half: 41.6, most: 10_620 };
    await openToday([DPO], 1, { funnel });
    expect(".o-wa-Today-funnel").toHaveText(
        "1,498 of 1,912 people who were asked said yes (78%). " +
            "Half of them within 1 minute, nine in ten within 2 hours, 57 minutes."
    );
    expect.verifySteps([...DPO_COUNTS, "funnel", "key_backup"]);
});

test("as long as nobody agreed, no time is told", async () => {
    await openToday([DPO], 1, { funnel: { ...NOBODY, asked: 3 } });
    expect(".o-wa-Today-funnel").toHaveText("0 of 3 people who were asked said yes (0%).");
    expect.verifySteps([...DPO_COUNTS, "funnel", "key_backup"]);
});

test("each number says whether anything comes in and goes out", async () => {
    mockDate("2026-11-25 12:00:00");
    const number = { state: "connected", text: "", heard: "2026-11-25 11:59:20", waiting: 3 };
    const heads = [
        { ...number, id: 1, number: "+49 30 5550 100" },
        { ...number, id: 2, number: "+49 30 5550 200", heard: "" },
    ];
    await openToday([TRIAGE], 0, { heads });
    const head = ".o-wa-Today-channel";
    await contains(`${head} .o-wa-green`, { count: 2 });
    expect(`${head}:eq(0)`).toHaveText(/100\s*connected\s*last message 40 seconds ago/);
    expect(`${head}:eq(1)`).toHaveText(/200\s*connected\s*no message yet/);
    expect.verifySteps(["wa.message", "wa.message"]);
});

test("a number that stands still says since when, and leads to what helps", async () => {
    mockDate("2026-11-25 12:00:00");
    const head = { state: "paused", text: "Nothing goes out: token", heard: "", waiting: 6 };
    const remedy = { label: "Renew token", action: "wa_channel_action", id: 7 };
    const heads = [
        { ...head, id: 1, number: "+49 30 5550 100", since: "2026-11-25 06:41:00", remedy },
        { ...head, id: 2, number: "+49 30 5550 200", since: "2026-11-23 06:41:00" },
    ];
    await openToday([TRIAGE], 0, { heads });
    expect(".o-wa-Today-channel:eq(0)").toHaveText(/since 7:41\sAM\s*6 messages wait/);
    expect(".o-wa-Today-channel:eq(1)").toHaveText(/since Mon, 11\/23, 7:41\sAM/);
    expect(".o-wa-Today-channel:eq(1) button").toHaveCount(0);
    patchWithCleanup(getService("action"), {
        loadAction: async (id) => ({ id }),
        doAction: async ({ id, res_id, views }) => expect.step([id, res_id, views[0][1]]),
    });
    await click("button", { text: "Renew token" });
    expect.verifySteps([
        ...["wa.message", "wa.message"],
        ["whatsapp_dsgvo.wa_channel_action", 7, "form"],
    ]);
});

test("where nobody waits, the last answer is told", async () => {
    mockDate("2026-11-25 12:00:00");
    const number = { state: "connected", text: "", heard: "", waiting: 0 };
    const heads = [
        { ...number, id: 1, answered: "2026-11-25 06:58:00" },
        { ...number, id: 2, answered: "2026-11-23 06:58:00" },
        { ...number, id: 3, answered: "" },
    ];
    await openToday([AGENT], 0, { heads });
    expect(".o-wa-Today-done").toHaveText(/^Nobody is waiting\. Last answer at 7:58\sAM\.$/);
    heads.shift();
    await click("button", { text: "Count again" });
    await animationFrame();
    expect(".o-wa-Today-done").toHaveText(/Last answer on Mon, 11\/23 at 7:58\sAM\.$/);
    expect.verifySteps(Array(12).fill("helpdesk.ticket"));
});

test("an unusual silence can be tried with one's own phone", async () => {
    mockDate("2026-11-25 12:00:00");
    const head = { id: 1, number: "+49 30 5550 100", state: "connected", text: "", waiting: 0 };
    const silent = { ...head, heard: "2026-11-25 10:05:00", silence: 55, usual: 20 };
    const heads = [silent];
    await openToday([TRIAGE], 0, { heads });
    const shown = ".o-wa-Today-channel.alert-warning";
    expect(shown).toHaveText(/No message for 55 minutes; usual at this time are 20 minutes/);
    expect(`${shown} [role=status], ${shown} [role=alert]`).toHaveCount(0);
    await click(`${shown} button`, { text: "Wait" });
    await contains(`${shown} [role=status]`, { text: "Waiting …" });
    expect.verifySteps(["wa.message", "wa.message"]);
    await advanceTime(5000);
    await contains(`${shown} [role=status]`, { text: "Waiting …" });
    heads[0] = { ...head, heard: "2026-11-25 11:00:03", silence: 0, usual: 0 };
    await advanceTime(5000);
    expect(shown).toHaveCount(0);
    expect(".o-wa-Today-channel").toHaveText(/A message has arrived\.$/);
    expect.verifySteps(Array(4).fill("wa.message"));
    await advanceTime(5000);
    expect.verifySteps([]);
});

test("a screen reader tells an unusual silence once, and the count when asked for", async () => {
    mockDate("2026-11-25 12:00:00");
    const head = { id: 1, number: "+49 30 5550 100", state: "connected", text: "", waiting: 0 };
    const silent = { ...head, heard: "2026-11-25 10:05:00", silence: 55, usual: 20 };
    const heads = [silent];
    await openToday([TRIAGE], 0, { heads });
    const told = "[role=status], [role=alert]";
    const once = "+49 30 5550 100: no message for unusually long.";
    await contains(told);
    expect(told).toHaveText(once);
    const changes = [];
    const watch = new MutationObserver((found) => changes.push(...found));
    watch.observe(queryOne(told), { characterData: true, childList: true, subtree: true });
    heads[0] = { ...silent, silence: 56 };
    await advanceTime(60_000);
    expect(".o-wa-Today-channel").toHaveText(/No message for 56 minutes/);
    expect(told).toHaveText(once);
    expect(changes).toEqual([]);
    watch.disconnect();
    await click("button", { text: "Count again" });
    await animationFrame();
    expect(told).toHaveText(/^Counted at 1:01\sPM \+49 30 5550 100: no message/);
    expect.verifySteps(Array(6).fill("wa.message"));
});

test("that nothing goes out is an alarm, and says what becomes of the answers", async () => {
    const number = { id: 1, number: "+49 30 5550 100", state: "paused", heard: "" };
    const text = "Nothing goes out: Meta refuses the access token. (190)";
    await openToday([AGENT], 0, { heads: [{ ...number, text, waiting: 6 }] });
    const head = ".o-wa-Today-channel.alert-danger";
    await contains(head);
    expect(`${head} [role=alert]`).toHaveText(text);
    expect(head).toHaveText(/\(190\)\s*6 messages wait and go out by themselves afterwards\./);
    expect.verifySteps(Array(6).fill("helpdesk.ticket"));
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
