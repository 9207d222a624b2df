"""The groups that carry a role of the channel, as `has_group` takes them."""

AGENT = "whatsapp_dsgvo.group_agent"
TRIAGE = "whatsapp_dsgvo.group_triage"
COORDINATION = "whatsapp_dsgvo.group_privacy_coordinator"
DPO = "whatsapp_dsgvo.group_dpo"
ADMIN = "whatsapp_dsgvo.group_channel_admin"
