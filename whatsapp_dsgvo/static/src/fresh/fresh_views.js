import { useExternalListener } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";

import { usePoll } from "./poll";

const EVERY = 10_000;
/** So long a click may be meant for the row that was there before, in ms. */
const STARTLED = 700;
const ROWS = ".o_data_row, .o_kanban_record";
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
            usePoll(() => this.freshen(), EVERY);
            useExternalListener(window, "click", this.spareMoved.bind(this), { capture: true });
        }

        async readSigns() {
            const { resModel, domain } = this.model.root;
            const signs = SIGNS[resModel];
            const groups = await this.signsOrm.formattedReadGroup(resModel, domain, [], signs);
            return JSON.stringify([domain, groups]);
        }

        /** Rows move when one comes in, and no decision of the triage can be undone. */
        spareMoved(ev) {
            if (Date.now() - this.movedAt < STARTLED && ev.target.closest(ROWS)) {
                ev.stopPropagation();
                ev.preventDefault();
            }
        }

        /**
         * Who has chosen lines keeps them. The first signs are news: what came while the
         * view was loading is not in it.
         */
        async freshen() {
            if (this.model.root.selection?.length) {
                return;
            }
            const signs = await this.readSigns();
            const changed = signs !== this.signs;
            this.signs = signs;
            if (changed) {
                await this.model.root.load();
                this.movedAt = Date.now();
            }
        }
    }
    return { ...view, Controller: FreshController };
}

registry.category("views").add("whatsapp_list", freshen(listView));
registry.category("views").add("whatsapp_kanban", freshen(kanbanView));
