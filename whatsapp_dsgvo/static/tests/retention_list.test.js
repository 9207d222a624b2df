import { describe, expect, test } from "@odoo/hoot";
import { contains, start, startServer } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, getService, models, onRpc } from "@web/../tests/web_test_helpers";

import { defineWhatsappModels } from "./whatsapp_test_helpers";

class WaRetentionRule extends models.Model {
    _name = "wa.retention.rule";
    code = fields.Char();
    _records = [{ id: 1, code: "LK-03" }];
    _views = {
        list: `<list js_class="whatsapp_retention_list">
            <header>
                <button name="action_pause" type="object" string="Pause" display="always"
                    invisible="context.get('deletion_paused')"/>
                <button name="action_resume" type="object" string="Resume" display="always"
                    invisible="not context.get('deletion_paused')"/>
            </header>
            <field name="code"/>
        </list>`,
    };
}

describe.current.tags("desktop");
defineWhatsappModels();
defineModels([WaRetentionRule]);

for (const [pausedAt, shown, hidden] of [
    [false, "Pause", "Resume"],
    ["2026-11-23 08:00:00", "Resume", "Pause"],
]) {
    test(`while the deletion is paused ${pausedAt || "never"}, only ${shown} is shown`, async () => {
        onRpc("res.company", "read", ({ args }) => {
            expect.step(args[1]);
            return [{ id: args[0][0], whatsapp_retention_paused_at: pausedAt }];
        });
        await startServer();
        await start();
        await getService("action").doAction({
            type: "ir.actions.act_window",
            res_model: "wa.retention.rule",
            views: [[false, "list"]],
        });
        await contains(".o_data_row");
        await contains(".o_control_panel button", { text: shown });
        await contains(".o_control_panel button", { text: hidden, count: 0 });
        expect.verifySteps([["whatsapp_retention_paused_at"]]);
    });
}
