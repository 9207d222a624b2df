import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations, makeServerError } from "@web/../tests/web_test_helpers";

import { ConnectionLostError } from "@web/core/network/rpc";
import { sentenceOf } from "@whatsapp_dsgvo/ticket/sentence";

describe.current.tags("headless");
beforeEach(allowTranslations);

const failed = (errorName) => sentenceOf(makeServerError({ errorName, message: "K-17" }));

test("what the server says to people is passed on", () => {
    expect(failed("odoo.exceptions.UserError")).toBe("K-17");
    expect(failed("odoo.addons.whatsapp_dsgvo.models.wa_vault.KeysAway")).toBe("K-17");
});

test("what the server says to programmers is not", () => {
    expect(String(failed("builtins.KeyError"))).toMatch(/^That did not work/);
});

test("whoever is logged out hears that, and not of the server log", () => {
    expect(String(failed("odoo.http.SessionExpiredException"))).toMatch(/^You are logged out/);
});

test("two at once is no fault that IT has to look for", () => {
    expect(String(failed("odoo.exceptions.LockError"))).toMatch(/^Somebody else is doing the same/);
});

test("a lost connection is named", () => {
    expect(String(sentenceOf(new ConnectionLostError("/x")))).toMatch(/^No connection/);
});

test("a fault of our own is not swallowed", () => {
    expect(() => sentenceOf(new TypeError("ours"))).toThrow(TypeError);
});
