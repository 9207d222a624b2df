import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { listView } from "@web/views/list/list_view";

import { freshen } from "../fresh/fresh_views";
import { useTriageKeys } from "./triage_keys";

function withKeys(view) {
    class TriageController extends view.Controller {
        setup() {
            super.setup(...arguments);
            useTriageKeys(this);
        }
    }
    return { ...view, Controller: TriageController };
}

registry.category("views").add("whatsapp_triage_list", withKeys(freshen(listView)));
registry.category("views").add("whatsapp_triage_kanban", withKeys(freshen(kanbanView)));
