import { describe, test } from "@odoo/hoot";
import { contains } from "@mail/../tests/mail_test_helpers";

import { bodyOf, defineWhatsappModels, openTicket } from "./whatsapp_test_helpers";

describe.current.tags("desktop");
defineWhatsappModels();

const PLACE = {
    latitude: "52.520008",
    longitude: "13.404954",
    name: "Zum Muster",
    address: "Beispielplatz 7",
};
const show = (values) => openTicket({ bodies: [bodyOf({ text: "", ...values })] });

test("a location is shown in words; the map is a link and nothing is loaded", async () => {
    await show({ kind: "location", location: PLACE });
    await contains(".o-wa-Location", { text: "Zum Muster" });
    await contains(".o-wa-Location", { text: "52.520008, 13.404954" });
    await contains(".o-wa-Location", { text: "OpenStreetMap then learns this place." });
    await contains(
        ".o-wa-Location a[target=_blank][rel='noopener noreferrer nofollow'][href^='https://www.openstreetmap.org/?mlat=52.520008&mlon=13.404954']"
    );
    await contains(".o-wa-Location :is(img, iframe)", { count: 0 });
});

test("hostile words stay words", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    await show({ kind: "location", location: { ...PLACE, name: evil } });
    await contains(".o-wa-Location strong", { text: evil });
});
