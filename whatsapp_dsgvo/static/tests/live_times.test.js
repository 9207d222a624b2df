import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { mockTimeZone } from "@odoo/hoot-mock";
import { allowTranslations } from "@web/../tests/web_test_helpers";

import { waitingFor, windowState } from "@whatsapp_dsgvo/panel/live_times";

describe.current.tags("headless");

beforeEach(allowTranslations);

const at = (time) => luxon.DateTime.fromSQL(time, { zone: "utc" });
const WINDOW = { expires_at: "2026-11-24 08:02:00" };

test("an open window tells its end in the user's time and what is left", () => {
    mockTimeZone(+1);
    const { open, text } = windowState(WINDOW, at("2026-11-23 09:00:00"));
    expect(open).toBe(true);
    expect(text).toMatch(/^Free answer until Tue .*0?9:02.* \(23 h left\)$/);
});

test("the last two hours are marked", () => {
    expect(windowState(WINDOW, at("2026-11-24 06:01:00")).soon).toBe(false);
    expect(windowState(WINDOW, at("2026-11-24 06:03:00")).soon).toBe(true);
});

test("the last hour is counted in minutes", () => {
    expect(windowState(WINDOW, at("2026-11-24 07:15:00")).text).toMatch(/\(47 min\. left\)$/);
});

test("the window closes at its very end", () => {
    expect(windowState(WINDOW, at("2026-11-24 08:02:00")).open).toBe(false);
});

test("without a message of the customer there is no window", () => {
    expect(windowState({ expires_at: false }, at("2026-11-24 08:02:00")).open).toBe(false);
});

test("waiting is told in minutes, hours and days", () => {
    const since = "2026-11-23 08:00:00";
    expect(waitingFor(since, at("2026-11-23 08:00:20"))).toBe("Waiting for less than a minute");
    expect(waitingFor(since, at("2026-11-23 08:47:00"))).toBe("Waiting for 47 min.");
    expect(waitingFor(since, at("2026-11-23 13:10:00"))).toBe("Waiting for 5 h");
    expect(waitingFor(since, at("2026-11-26 08:10:00"))).toBe("Waiting for 3 days");
});

test("a clock that is behind does not show negative times", () => {
    expect(waitingFor("2026-11-23 08:00:00", at("2026-11-23 07:59:00"))).toBe(
        "Waiting for less than a minute"
    );
});
