import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";

import { ticksOf } from "@whatsapp_dsgvo/bubble/ticks";

import { bodyOf } from "./whatsapp_test_helpers";

describe.current.tags("headless");

beforeEach(allowTranslations);

const ours = (values) => ticksOf(bodyOf({ direction: "out", ...values }));

test("one tick is sent, two are delivered, blue ones are read", () => {
    expect(ours({ state: "sent" }).text).toBe("✓");
    expect(ours({ state: "delivered" }).text).toBe("✓✓");
    expect(ours({ state: "delivered" }).className).toBe(undefined);
    expect(ours({ state: "read" }).className).toBe("o-wa-read");
});

test("the title tells the state and its times, so that colour is not all", () => {
    const { title } = ours({
        state: "read",
        state_label: "Read",
        times: { sent: "2026-11-23 08:49:00", read: "2026-11-23 08:51:00" },
    });
    expect(title).toMatch(/^Read · Sent .*49.* · Read .*51/);
});

test("a message on its way shows a clock, no tick", () => {
    expect(ours({ state: "queued" }).text).toBe(undefined);
    expect(ours({ state: "queued" }).icon).toBe("fa fa-clock-o");
});

test("a message we are not sure about is not shown as sent", () => {
    expect(ours({ state: "uncertain" }).text).toBe("?");
});

test("what the customer wrote has no ticks", () => {
    expect(ticksOf(bodyOf({ state: "done" }))).toBe(null);
});
