import { onMounted, onWillUnmount } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";

/**
 * Calls `ask` every so many milliseconds while the tab is seen. Whom the server refuses
 * once, say after the session's end, it refuses again, with a dialog each time; a lost
 * connection comes back.
 */
export function usePoll(ask, every) {
    let interval;
    const tick = async () => {
        if (document.hidden) {
            return;
        }
        try {
            await ask();
        } catch (error) {
            if (error instanceof RPCError) {
                browser.clearInterval(interval);
            } else if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    };
    onMounted(() => (interval = browser.setInterval(tick, every)));
    onWillUnmount(() => browser.clearInterval(interval));
}
