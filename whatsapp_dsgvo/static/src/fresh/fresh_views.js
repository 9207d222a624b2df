import { onMounted, onWillUnmount } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";

const EVERY = 10_000;
/** What changes when something of the list did; no content, so nothing is read for it. */
const SIGNS = {
    "helpdesk.ticket": [
        "__count",
        "whatsapp_last_inbound_at:max",
        "whatsapp_unanswered_since:count",
        "write_date:max",
    ],
    "wa.message": ["__count", "event_at:max"],
};

/**
 * A view that loads itself again once its signs have changed: nobody should sit before
 * "Nobody waits" while somebody does. Loading each time would decrypt every line and fill
 * the read log, so the signs are asked for first.
 */
export function freshen(view) {
    class FreshController extends view.Controller {
        setup() {
            super.setup(...arguments);
            this.signsOrm = useService("orm").silent;
            onMounted(async () => {
                this.freshInterval = browser.setInterval(() => this.freshen(), EVERY);
                this.signs = await this.readSigns();
            });
            onWillUnmount(() => browser.clearInterval(this.freshInterval));
        }

        async readSigns() {
            const { resModel, domain } = this.model.root;
            const signs = SIGNS[resModel];
            const groups = await this.signsOrm.formattedReadGroup(resModel, domain, [], signs);
            return JSON.stringify([domain, groups]);
        }

        /** A hidden tab asks nothing, and who has chosen lines keeps them. */
        async freshen() {
            if (document.hidden || this.model.root.selection?.length) {
                return;
            }
            const signs = await this.readSigns();
            const changed = this.signs && signs !== this.signs;
            this.signs = signs;
            if (changed) {
                await this.model.root.load();
            }
        }
    }
    return { ...view, Controller: FreshController };
}

registry.category("views").add("whatsapp_list", freshen(listView));
registry.category("views").add("whatsapp_kanban", freshen(kanbanView));
