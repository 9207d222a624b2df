/** The walk through the demonstration; Odoo's address comes as `?odoo=`. */

const query = new URLSearchParams(location.search);
const odoo = query.get("odoo") || "http://127.0.0.1:8069";
const customer = query.get("customer") || "+4915155500001";
const language = query.get("lang") || (navigator.language.startsWith("en") ? "en" : "de");
const action = (name) => `${odoo}/odoo/action-whatsapp_dsgvo.${name}`;

const TEXTS = {
    de: {
        title: "Rundgang in acht Schritten",
        lead: "Rechts (auf kleinen Bildschirmen unten) ist das Telefon der Kundin, Odoo öffnet sich in einem eigenen Fenster. Für jede Rolle gilt: Passwort = Anmeldename. Zum Wechseln der Rolle melden Sie sich ab.",
        steps: [
            ["Die Kundin schreibt zuerst", "Schreiben Sie am Telefon: „Meine Rechnung stimmt nicht.“ Es kommt nur der Datenschutzhinweis zurück. In Odoo gibt es noch kein Ticket."],
            ["Sie stimmt zu", "Tippen Sie auf „Ja, einverstanden“. Jetzt entsteht das Ticket, mit der Uhrzeit der ersten Nachricht."],
            ["Das Ticket ist da", "Melden Sie sich als <code>agent</code> an und öffnen Sie es.", "helpdesk_ticket_action_whatsapp"],
            ["Antworten", "Schreiben Sie im Ticket und drücken Sie Enter. Die Antwort erscheint am Telefon, die Häkchen werden blau."],
            ["Nur im Haus", "Unter „Interne Notiz“ schreiben Sie etwas für Kolleginnen und Kollegen. Es ist verschlüsselt wie eine Nachricht und geht nicht hinaus."],
            ["STOPP", "Schreiben Sie am Telefon STOPP. Das Ticket sagt sofort, dass wir auf WhatsApp nicht mehr antworten dürfen, und warum."],
            ["Sichtung", "Wählen Sie am Telefon eine andere Kundin und schreiben Sie „Ich kündige meinen Vertrag“, ohne zuzustimmen. Als <code>sichtung</code> entscheiden Sie darüber.", "wa_message_action_triage"],
            ["Nachweis", "Als <code>dsb</code> sehen Sie das Nachweisbuch und prüfen es mit einem Klick.", "wa_ledger_entry_action"],
        ],
        open: "In Odoo öffnen",
    },
    en: {
        title: "A tour in eight steps",
        lead: "On the right (below on small screens) is the customer's phone, Odoo opens in a window of its own. For every role: password = login. Log out to change roles.",
        steps: [
            ["The customer writes first", "Write on the phone: “My invoice is wrong.” Only the privacy notice comes back. There is no ticket in Odoo yet."],
            ["She agrees", "Tap “Ja, einverstanden”. Now the ticket is opened, with the time of the first message."],
            ["The ticket is there", "Log in as <code>agent</code> and open it.", "helpdesk_ticket_action_whatsapp"],
            ["Answer", "Write in the ticket and press Enter. The answer appears on the phone, the ticks turn blue."],
            ["In-house only", "Under “Internal note” write something for your colleagues. It is encrypted like a message and does not go out."],
            ["STOP", "Write STOP on the phone. The ticket says at once that we may no longer answer on WhatsApp, and why."],
            ["Triage", "Choose another customer on the phone and write “I cancel my contract” without agreeing. As <code>sichtung</code> you decide about it.", "wa_message_action_triage"],
            ["Evidence", "As <code>dsb</code> you see the ledger and verify it with one click.", "wa_ledger_entry_action"],
        ],
        open: "Open in Odoo",
    },
};

const texts = TEXTS[language] || TEXTS.de;
document.documentElement.lang = language;
document.title = texts.title;
document.getElementById("title").textContent = texts.title;
document.getElementById("lead").textContent = texts.lead;
document.getElementById("phone").src = `/phone/${encodeURIComponent(customer)}?lang=${language}`;

for (const [name, sentence, target] of texts.steps) {
    const item = document.createElement("li");
    const heading = document.createElement("strong");
    heading.textContent = name;
    const body = document.createElement("span");
    // the sentences above are ours; nothing of the query gets in here
    body.innerHTML = sentence;
    item.append(heading, body);
    if (target) {
        const link = document.createElement("a");
        link.href = action(target);
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent = texts.open;
        item.append(link);
    }
    document.getElementById("steps").append(item);
}
