"""The people of the company in the tests, one for each role."""

_HELPDESK = "helpdesk_mgmt.group_helpdesk_user_team"
_AGENT = "whatsapp_dsgvo.group_agent"
_GROUPS = {
    "agent": (_AGENT, _HELPDESK),
    "colleague": (_AGENT, _HELPDESK),
    "triage": ("whatsapp_dsgvo.group_triage",),
    "coordinator": ("whatsapp_dsgvo.group_privacy_coordinator",),
    "dpo": ("whatsapp_dsgvo.group_dpo",),
    "channel_admin": ("whatsapp_dsgvo.group_channel_admin",),
    "it_admin": ("base.group_system", "base.group_erp_manager"),
    "helpdesk_only": (_HELPDESK,),
}


def make_users(env, company):
    """{role: user}; all at once, as each class of tests makes them anew."""
    users = env["res.users"].create([_values(env, company, role) for role in _GROUPS])
    return dict(zip(_GROUPS, users, strict=True))


def _values(env, company, role):
    name = role.replace("_", "-")
    groups = ("base.group_user", *_GROUPS[role])
    return {
        "login": f"test-{name}",
        "password": f"test-{name}",
        "name": f"test-{name} ({','.join(groups)})",
        "email": f"{name}@muster.example",
        "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
        "company_id": company.id,
        "company_ids": [(6, 0, [company.id])],
        "notification_type": "inbox",
    }
