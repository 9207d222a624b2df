{
    "name": "WhatsApp help desk (DSGVO)",
    "summary": "WhatsApp as a help desk channel with consent ledger, double opt-in "
    "and encryption per person",
    "version": "19.0.1.0.0",
    "category": "Helpdesk",
    "author": "whatsapp_dsgvo contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": ["helpdesk_mgmt", "bus", "portal", "resource"],
    # Both would take the same webhooks from Meta.
    "excludes": ["whatsapp"],
    "external_dependencies": {
        "python": ["cryptography", "holidays", "phonenumbers", "requests"]
    },
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/helpdesk_channel.xml",
        "data/wa_purpose.xml",
        "data/ir_cron.xml",
        "views/privacy_page.xml",
        "views/wa_app_views.xml",
        "views/wa_channel_views.xml",
        "views/wa_notice_views.xml",
        "views/wa_event_views.xml",
        "views/wa_message_views.xml",
        "views/wa_consent_views.xml",
        "views/wa_ledger_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/wa_number_search_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/menus.xml",
    ],
    "demo": ["demo/users.xml", "demo/channel.xml", "demo/login.xml"],
    "assets": {
        "web.assets_backend": ["whatsapp_dsgvo/static/src/**/*"],
        "web.assets_unit_tests": ["whatsapp_dsgvo/static/tests/**/*"],
    },
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
}
