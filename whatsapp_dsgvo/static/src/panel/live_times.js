import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** @param {number} minutes at least 0 @returns {string} "47 min." or "23 h" */
function duration(minutes) {
    if (minutes < 1) {
        return _t("less than a minute");
    }
    if (minutes < 60) {
        return _t("%(count)s min.", { count: minutes });
    }
    if (minutes < 48 * 60) {
        return _t("%(count)s h", { count: Math.floor(minutes / 60) });
    }
    return _t("%(count)s days", { count: Math.floor(minutes / 60 / 24) });
}

function minutesBetween(start, end) {
    return Math.max(0, Math.floor(end.diff(start, "minutes").minutes));
}

/** @param {string} since UTC @param {DateTime} now @returns {string} */
export function waitingFor(since, now) {
    const passed = duration(minutesBetween(deserializeDateTime(since), now));
    return _t("Waiting for %(duration)s", { duration: passed });
}

/**
 * The 24 hours in which we may answer freely.
 *
 * @param {{expires_at: string|false}} window end in UTC
 * @param {DateTime} now
 * @returns {{open: boolean, soon: boolean, text: string}}
 */
export function windowState({ expires_at: expiresAt }, now) {
    const end = expiresAt && deserializeDateTime(expiresAt);
    if (!end || end <= now) {
        return { open: false, soon: false, text: _t("24 hours are over: no free answer now") };
    }
    const minutes = minutesBetween(now, end);
    const text = _t("Free answer until %(time)s (%(duration)s left)", {
        time: `${end.toFormat("ccc")} ${end.toLocaleString(DateTime.TIME_SIMPLE)}`,
        duration: duration(minutes),
    });
    return { open: true, soon: minutes < 120, text };
}
