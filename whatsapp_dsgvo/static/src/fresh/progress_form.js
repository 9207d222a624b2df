import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";

import { usePoll } from "./poll";

const EVERY = 3000;
/** States in which a job goes on by itself, or by somebody else. */
const GOES_ON = ["proposed", "confirmed", "running", "stopped"];

/** A job that is only looked at: the form follows it until it is done. */
class ProgressController extends formView.Controller {
    setup() {
        super.setup(...arguments);
        usePoll(() => this.follow(), EVERY);
    }

    async follow() {
        const { root } = this.model;
        if (GOES_ON.includes(root.data.state)) {
            await root.load();
        }
    }
}

registry
    .category("views")
    .add("whatsapp_progress_form", { ...formView, Controller: ProgressController });
