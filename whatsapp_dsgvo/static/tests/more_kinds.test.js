import { describe, expect, manuallyDispatchProgrammaticEvent, queryOne, test } from "@odoo/hoot";
import { click, contains, insertText } from "@mail/../tests/mail_test_helpers";
import { makeServerError } from "@web/../tests/web_test_helpers";

import { answer, defineWhatsappModels, openTicket, panelOf } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

async function openMore(item) {
    await click(".o-wa-More");
    await click(item);
}

test("up to three answers become buttons, and the draft is the question", async () => {
    await openTicket();
    answer({
        whatsapp_send_buttons: (args, { reply_to_id }) => {
            expect.step([...args.slice(1), reply_to_id]);
            return true;
        },
    });
    await insertText(".o-wa-Composer-input", "Does Tuesday fit?");
    await openMore(".o-wa-More-choices");
    await contains(".o-wa-Kind-send:disabled");
    await insertText(".o-wa-Kind-answers", "Fits\n\n Rather later ");
    await click(".o-wa-Kind-send:enabled");
    await contains(".o_dialog", { count: 0 });
    await expect.waitForSteps([["Does Tuesday fit?", ["Fits", "Rather later"], false]]);
    await contains(".o-wa-Composer-input", { value: "" });
});

test("more answers become a list", async () => {
    await openTicket();
    answer({ whatsapp_send_list: (args) => void expect.step(args.slice(1)) || true });
    await openMore(".o-wa-More-choices");
    await insertText(".o-wa-Kind-question", "Which day?");
    await insertText(".o-wa-Kind-answers", "Mon\nTue\nWed\nThu");
    await click(".o-wa-Kind-send:enabled");
    await expect.waitForSteps([
        ["Which day?", "Choose", [["Mon"], ["Tue"], ["Wed"], ["Thu"]]],
    ]);
});

test("what the server refuses is said in the dialog, and nothing is lost", async () => {
    await openTicket();
    answer({
        whatsapp_send_location: () => {
            throw makeServerError({
                errorName: "odoo.exceptions.UserError",
                message: "There is no such place on earth.",
            });
        },
    });
    await openMore(".o-wa-More-place");
    await insertText(".o-wa-Kind-latitude", "91");
    await insertText(".o-wa-Kind-longitude", "13.4");
    await click(".o-wa-Kind-send:enabled");
    await contains(".o_dialog [role='alert']", { text: "There is no such place on earth." });
    await contains(".o-wa-Kind-latitude", { value: "91" });
});

test("after 24 hours it is said that only text and files can wait", async () => {
    const sending = { ok: true, code: "ask", text: "24 hours are over." };
    await openTicket({ panel: panelOf({ sending }) });
    await click(".o-wa-More");
    await contains(".o-wa-Canned-none", {
        text: "After 24 hours only text and files can wait for the customer.",
    });
    await contains(".o-wa-More-choices", { count: 0 });
});

test("sent again after a lost answer, it is the same message; changed, another", async () => {
    await openTicket();
    const keys = [];
    answer({
        whatsapp_send_buttons: (_, { client_key: key }) => {
            keys.push(key);
            throw makeServerError({ message: "The connection broke." });
        },
    });
    await openMore(".o-wa-More-choices");
    await insertText(".o-wa-Kind-question", "Does Tuesday fit?");
    await insertText(".o-wa-Kind-answers", "Fits");
    for (let time = 1; time <= 2; time++) {
        await click(".o-wa-Kind-send:enabled");
        await contains(".o_dialog [role='alert']");
        await contains(".o-wa-Kind-send:enabled");
    }
    await insertText(".o-wa-Kind-answers", " well");
    await click(".o-wa-Kind-send:enabled");
    await contains(".o-wa-Kind-send:enabled");
    expect(keys).toHaveLength(3);
    expect(keys[0]).toMatch(/^[0-9a-f-]{16,36}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
});

test("an answer that is too long is named while one writes", async () => {
    await openTicket();
    await openMore(".o-wa-More-choices");
    await insertText(".o-wa-Kind-question", "When?");
    await insertText(".o-wa-Kind-answers", "Tue\nThursday, 14:00-16:00");
    await contains(".o-wa-Kind-problem", {
        text: "1 characters too many: Thursday, 14:00-16:00",
    });
    await contains(".o-wa-Kind-send:disabled");
    await insertText(".o-wa-Kind-answers", "\nWed\nFri");
    await contains(".o-wa-Kind-problem", { count: 0 });
    await contains(".o-wa-Kind-send:enabled");
});

test("a pair of coordinates can be pasted at once", async () => {
    await openTicket();
    await openMore(".o-wa-More-place");
    await contains(".o-wa-Kind-latitude");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", "52.52, 13.405");
    await manuallyDispatchProgrammaticEvent(
        queryOne(".o-wa-Kind-latitude"),
        "paste",
        { clipboardData }
    );
    await contains(".o-wa-Kind-latitude", { value: "52.52" });
    await contains(".o-wa-Kind-longitude", { value: "13.405" });
});
