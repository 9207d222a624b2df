import { expect, test } from "@odoo/hoot";
import { serverState } from "@web/../tests/web_test_helpers";

import { sizeOf } from "@whatsapp_dsgvo/media/file_size";

test("sizes are written as people read them", () => {
    expect(sizeOf(12)).toMatch(/12/);
    expect(sizeOf(1024 * 300)).toMatch(/300/);
    expect(sizeOf(1024 * 1024 * 3.44)).toMatch(/3.4/);
});

test("a size has the decimal sign of the user's language", () => {
    serverState.lang = "de-DE";
    expect(sizeOf(1024 * 1024 * 3.44)).toMatch(/3,4/);
});
