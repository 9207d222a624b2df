"""The groups that carry a role of the channel, as `has_group` takes them."""

AGENT = "whatsapp_dsgvo.group_agent"
TRIAGE = "whatsapp_dsgvo.group_triage"
COORDINATION = "whatsapp_dsgvo.group_privacy_coordinator"
DPO = "whatsapp_dsgvo.group_dpo"
ADMIN = "whatsapp_dsgvo.group_channel_admin"
# of `helpdesk_mgmt`: may see all tickets and teams
MANAGER = "helpdesk_mgmt.group_helpdesk_manager"


def leads_help_desk(user):
    """A manager of the help desk alone may not read what WhatsApp tickets hold."""
    return user.has_group(MANAGER) and user.has_group(AGENT)
