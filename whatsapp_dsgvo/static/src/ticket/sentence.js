import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/** Errors whose text was written for the person at the screen. */
const FOR_PEOPLE = [
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
];
const EXPIRED = "odoo.http.SessionExpiredException";
/** For people as well, but in Odoo's own words. */
const LOCKED = "odoo.exceptions.LockError";
/** Our own errors are made for people too. */
const OURS = "odoo.addons.whatsapp_dsgvo.";

function isForPeople({ exceptionName: name }) {
    return FOR_PEOPLE.includes(name) || Boolean(name?.startsWith(OURS));
}

/**
 * What to tell the agent about a failed call; no dialog, no traceback.
 *
 * @param {Error} error
 * @returns {string}
 */
export function sentenceOf(error) {
    if (error instanceof ConnectionLostError) {
        return _t("No connection to the server. Please try again in a moment.");
    }
    if (!(error instanceof RPCError)) {
        throw error;
    }
    if (error.exceptionName === EXPIRED) {
        return _t(
            "You are logged out. Please log in in another tab and try again here; what you wrote stays."
        );
    }
    if (error.exceptionName === LOCKED) {
        return _t("Somebody else is doing the same just now. Please look again in a moment.");
    }
    if (isForPeople(error) && error.data?.message) {
        return error.data.message;
    }
    return _t("That did not work. Please try again; IT finds the cause in the server log.");
}
