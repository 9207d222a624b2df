import { describe, test } from "@odoo/hoot";
import { contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const show = (values) => openTicket({ bodies: [bodyOf({ text: "", ...values })] });

test("an order or a form is a list of pairs", async () => {
    await show({ kind: "rows", title: "Answers to a form", rows: [["Wish", "Call back"]] });
    await contains(".o-wa-Rows dt", { text: "Wish" });
    await contains(".o-wa-Rows dd", { text: "Call back" });
});

test("hostile answers to a form stay words", async () => {
    const evil = "<script>alert(1)</script>";
    await show({ kind: "rows", title: "Answers to a form", rows: [[evil, evil]] });
    await contains(".o-wa-Rows dt", { text: evil });
    await contains(".o-wa-Rows script", { count: 0 });
});
