import { onMounted, onWillUnmount } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

const EVERY = 3000;
/** States in which a job goes on by itself. */
const GOES_ON = ["confirmed", "running", "stopped"];

/** A job that is only looked at: the form follows it until it is done. */
class ProgressController extends formView.Controller {
    setup() {
        super.setup(...arguments);
        onMounted(() => {
            const tick = () => this.follow().catch((error) => this.stopFollowing(error));
            this.progress = browser.setInterval(tick, EVERY);
        });
        onWillUnmount(() => browser.clearInterval(this.progress));
    }

    /** Whom the server refuses once, say after the session's end, it refuses again. */
    stopFollowing(error) {
        if (!(error instanceof ConnectionLostError)) {
            browser.clearInterval(this.progress);
        }
    }

    async follow() {
        const { root } = this.model;
        if (!document.hidden && GOES_ON.includes(root.data.state)) {
            await root.load();
        }
    }
}

registry
    .category("views")
    .add("whatsapp_progress_form", { ...formView, Controller: ProgressController });
