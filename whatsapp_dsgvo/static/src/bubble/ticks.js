import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** {state: sign next to the time}; a state without a sign is told in words only. */
const SIGNS = {
    waiting_for_window: { icon: "fa fa-hourglass-half" },
    queued: { icon: "fa fa-clock-o" },
    sending: { icon: "fa fa-clock-o" },
    sent: { text: "✓" },
    delivered: { text: "✓✓" },
    read: { text: "✓✓", className: "o-wa-read" },
    played: { text: "✓✓", className: "o-wa-read" },
    uncertain: { text: "?", className: "o-wa-uncertain" },
    failed: { text: "✗", className: "o-wa-failed" },
    cancelled: { text: "✗", className: "o-wa-cancelled" },
};

const TIMES = [
    ["sent", (time) => _t("Sent %(time)s", { time })],
    ["delivered", (time) => _t("Delivered %(time)s", { time })],
    ["read", (time) => _t("Read %(time)s", { time })],
    ["failed", (time) => _t("Failed %(time)s", { time })],
];

/** @param {string} at "YYYY-MM-DD HH:MM:SS" UTC @returns {string} "08:49", the user's time */
export function clock(at) {
    return deserializeDateTime(at).toLocaleString(DateTime.TIME_SIMPLE);
}

/** @param {string} at "YYYY-MM-DD HH:MM:SS" UTC @returns {string} with the day */
export function dayAndClock(at) {
    return deserializeDateTime(at).toLocaleString(DateTime.DATETIME_MED);
}

/**
 * @param {Object} body `wa_body` of a message we sent
 * @returns {{text?: string, icon?: string, className?: string, title: string}|null}
 */
export function ticksOf(body) {
    const sign = SIGNS[body.state];
    if (body.direction !== "out" || !sign) {
        return null;
    }
    const times = TIMES.filter(([name]) => body.times?.[name]).map(([name, say]) =>
        say(dayAndClock(body.times[name]))
    );
    return { ...sign, title: [body.state_label, ...times].filter(Boolean).join(" · ") };
}
