import { onWillStart } from "@odoo/owl";

import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/** Of the buttons above the list that stop and start the deletion, one applies. */
class RetentionListController extends ListController {
    setup() {
        super.setup(...arguments);
        const orm = useService("orm");
        onWillStart(async () => {
            const company = [user.activeCompany.id];
            const [read] = await orm.read("res.company", company, ["whatsapp_retention_paused_at"]);
            this.isPaused = Boolean(read.whatsapp_retention_paused_at);
        });
    }

    evalViewModifier(modifier) {
        const context = { ...this.model.root.evalContext, deletion_paused: this.isPaused };
        return evaluateBooleanExpr(modifier, { ...context, context });
    }
}

registry
    .category("views")
    .add("whatsapp_retention_list", { ...listView, Controller: RetentionListController });
