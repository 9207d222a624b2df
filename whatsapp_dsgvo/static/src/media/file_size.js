import { user } from "@web/core/user";

const UNITS = ["byte", "kilobyte", "megabyte"];

/** @param {number} bytes @returns {string} "3.4 MB", as the user's language writes it */
export function sizeOf(bytes) {
    const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
    const format = new Intl.NumberFormat(user.lang, {
        style: "unit",
        unit: UNITS[step],
        maximumFractionDigits: step === 2 ? 1 : 0,
    });
    return format.format(bytes / 1024 ** step);
}
