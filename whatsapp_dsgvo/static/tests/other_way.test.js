import { describe, test } from "@odoo/hoot";
import { click, contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket, panelOf } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const FAILED = {
    direction: "out",
    text: "Hello",
    state: "failed",
    state_label: "Not delivered",
    error: { text: "Not on WhatsApp.", retry: true },
};
const show = (panel, values) =>
    openTicket({ panel: panelOf(panel), bodies: [bodyOf({ ...FAILED, ...values })] });

test("what failed names other ways beside sending again", async () => {
    await show({ email: "erika@muster.example" });
    await contains(".o-wa-Delivery-error button", { text: "Send again" });
    await click(".o-wa-Delivery-error button", { text: "Reach another way" });
    await contains(".o-wa-OtherWay a[href^='tel:']", { text: "+49 30 5550 199" });
    await contains(".o-wa-OtherWay a[href='mailto:erika@muster.example']");
    await contains(".o-wa-OtherWay", { text: "withdraw the answer", count: 0 });
});

test("without a contact it says that none is noted", async () => {
    await show({ person: false });
    await click(".o-wa-Delivery-error button", { text: "Reach another way" });
    await contains(".o-wa-OtherWay", {
        text: "No phone number or e-mail is noted on a contact.",
    });
});

test("what arrived offers no other way", async () => {
    await show({}, { state: "delivered", error: false });
    await contains(".o-wa-out");
    await contains("button", { text: "Reach another way", count: 0 });
});
