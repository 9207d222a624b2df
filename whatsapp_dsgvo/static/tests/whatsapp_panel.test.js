import { describe, expect, test } from "@odoo/hoot";
import { press } from "@odoo/hoot-dom";
import { animationFrame, mockDate } from "@odoo/hoot-mock";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";
import { getService, makeServerError, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import {
    answer,
    defineWhatsappModels,
    HelpdeskTicket,
    openTicket,
    panelOf,
} from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const UNKNOWN = {
    name: false,
    partner_id: false,
    profile_name: "Eri 🌸",
    masked: "···· 4711",
    suggestion: { id: 12, name: "Erika Muster", ref: "10442" },
};

test("the head names the person, what they call themselves and the masked number", async () => {
    await openTicket();
    await contains(".o-wa-Panel-name", { text: "Erika Muster" });
    await contains(".o-wa-Panel-row:first");
    expect(".o-wa-Panel-row:first").toHaveText(/calls themselves “Eri”/);
    await contains(".o-wa-Panel-number", { text: "···· 4711" });
});

test("a profile name is never shown as the person's name", async () => {
    await openTicket({ panel: panelOf({ person: { ...UNKNOWN, suggestion: false } }) });
    await contains(".o-wa-Panel-name", { text: "Unknown" });
    await contains(".o-wa-Panel-row:first");
    expect(".o-wa-Panel-row:first").toHaveText(/calls themselves “Eri 🌸”/);
});

test("consent shows its state and since when", async () => {
    await openTicket();
    await contains(".o-wa-Pill:first");
    expect(".o-wa-Pill:first").toHaveText(/^Consent: Given, since .*2026/);
    await contains(".o-wa-dot.o-wa-green");
});

test("how long a closed ticket is kept is said by a key, but not while one writes", async () => {
    const form = HelpdeskTicket._views.form.replace(
        "<sheet>",
        `<button name="action_whatsapp_dont_keep" type="object" string="2 No"/><sheet>`
    );
    patchWithCleanup(HelpdeskTicket._views, { form });
    answer({
        action_whatsapp_dont_keep: () => {
            expect.step("not kept");
            return false;
        },
    });
    await openTicket();
    await click("[name='name'] input");
    await press("2");
    expect.verifySteps([]);
    document.activeElement.blur();
    await press("1");
    await press("2");
    await expect.waitForSteps(["not kept"]);
});

test("the evidence of the consent is one click away", async () => {
    await openTicket();
    onRpc("wa.consent", "action_evidence", ({ args }) => {
        expect.step(`evidence of ${args[0]}`);
        return { type: "ir.actions.act_window_close" };
    });
    await click(".o-wa-Evidence", { text: "Evidence" });
    await expect.waitForSteps(["evidence of 7"]);
});

test("who can't read the ticket gets no evidence", async () => {
    await openTicket({ panel: panelOf({ readable: false, person: false }) });
    await contains(".o-wa-Pill:first");
    await contains(".o-wa-Evidence", { count: 0 });
});

test("the window tells until when we may answer freely", async () => {
    mockDate("2026-11-23 09:02:00");
    await openTicket();
    await contains(".o-wa-Window");
    expect(".o-wa-Window:first").toHaveText(/^Free answer until Tue/);
});

test("a closed window says so", async () => {
    await openTicket({ panel: panelOf({ window: { open: false, expires_at: false } }) });
    await contains(".o-wa-Window.o-wa-closed");
});

test("waiting is shown while somebody waits", async () => {
    mockDate("2026-11-23 09:00:00", 0);
    await openTicket({ panel: panelOf({ waiting_since: "2026-11-23 08:13:00" }) });
    await contains(".o-wa-Waiting", { text: "Waiting for 47 min." });
});

test("a suggestion is linked with one click", async () => {
    const panel = panelOf({ person: UNKNOWN });
    await openTicket({ panel });
    answer({
        whatsapp_link_partner: ([, partnerId]) => {
            expect.step(`link ${partnerId}`);
            panel.person = { ...UNKNOWN, name: "Erika Muster", suggestion: false };
            return true;
        },
    });
    await contains(".o-wa-Suggestion");
    expect(".o-wa-Suggestion:first").toHaveText(/^Probably Erika Muster \(customer no. 10442\)/);
    await click("button", { text: "Link" });
    await contains(".o-wa-Panel-name", { text: "Erika Muster" });
    await contains(".o-wa-Suggestion", { count: 0 });
    await expect.verifySteps(["link 12"]);
});

test("a suggestion can be refused", async () => {
    const panel = panelOf({ person: UNKNOWN });
    await openTicket({ panel });
    answer({
        whatsapp_refuse_partner: ([, partnerId]) => {
            expect.step(`refuse ${partnerId}`);
            panel.person = { ...UNKNOWN, suggestion: false };
            return true;
        },
    });
    await click("button", { text: "Not the same person" });
    await contains(".o-wa-Suggestion", { count: 0 });
    await expect.verifySteps(["refuse 12"]);
});

test("who may not read sees states and times, no name", async () => {
    const sending = { ok: false, code: "no_right", text: "You may not answer on WhatsApp." };
    await openTicket({ panel: panelOf({ readable: false, person: false, sending }) });
    await contains(".o-wa-Panel-unreadable");
    expect(".o-wa-Panel-unreadable:first").toHaveText(/You may not answer on WhatsApp\.$/);
    await contains(".o-wa-Panel-name", { count: 0 });
    await contains(".o-wa-Pill:first");
    expect(".o-wa-Pill:first").toHaveText(/^Consent/);
});

test("of a restricted person the head says that, whom to ask, and nothing else", async () => {
    const text = "Processing is restricted. Please ask the data protection coordination.";
    const nothing = { person: false, consent: false, window: false, waiting_since: false };
    const sending = { ok: false, code: "restricted", text };
    await openTicket({ panel: panelOf({ readable: false, ...nothing, sending }) });
    await contains(".o-wa-Panel-unreadable");
    expect(".o-wa-Panel-unreadable:first").toHaveText(/Please ask the data protection/);
    await contains(".o-wa-Pill", { count: 0 });
});

test("missing keys are told in a sentence, not in a dialog", async () => {
    const panel = () => {
        throw makeServerError({ message: "Contents are not readable now (code K-17)." });
    };
    await openTicket({ panel });
    await contains(".o-wa-Panel-error", { text: "Contents are not readable now (code K-17)." });
    await contains(".o_dialog", { count: 0 });
});

test("a block says why and what WhatsApp says, and can be tried again", async () => {
    const text = "Blocked since 11/25/2026: Abuse or threats. Not blocked at WhatsApp: full.";
    await openTicket({ panel: panelOf({ block: { text, again: true } }) });
    answer({ whatsapp_block_again: (args) => void expect.step(args.length) || true });
    await contains(".o-wa-Panel-block[role='status']", { text: `${text}Try again` });
    await click(".o-wa-Block-again");
    await expect.waitForSteps([1]);
});

test("a block that WhatsApp knows offers nothing to try", async () => {
    const text = "Also blocked at WhatsApp: nothing arrives any more.";
    await openTicket({ panel: panelOf({ block: { text, again: false } }) });
    await contains(".o-wa-Panel-block", { text });
    await contains(".o-wa-Block-again", { count: 0 });
});

test("a ticket a colleague moved is shown as it is now, unless one edits it", async () => {
    const panel = panelOf();
    const { pyEnv, ticketId } = await openTicket({ panel });
    await contains(".o-wa-Panel-name");
    const moveTo = async (name) => {
        const id = pyEnv["wa.conversation"].create({ name });
        pyEnv["helpdesk.ticket"].write([ticketId], { whatsapp_conversation_id: id, name });
        panel.head = { whatsapp_conversation_id: id };
        await getService("whatsapp_ticket").get(ticketId).load();
        await animationFrame();
        await animationFrame();
    };
    await moveTo("Taken");
    await contains(".o_field_widget[name='name'] input", { value: "Taken" });
    await insertText(".o_field_widget[name='name'] input", "Mine", { replace: true });
    await moveTo("Closed");
    await contains(".o_field_widget[name='name'] input", { value: "Mine" });
});
