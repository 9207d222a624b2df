"""Webhooks that are nearly right, as Hypothesis makes them."""

from hypothesis import strategies as st

from . import builders as b

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([b.ERIKA, b.ERIKA_BSUID, "wamid.1", str(b.SENT_AT), "system"])
)
KEYS = st.sampled_from(
    "id type from from_user_id timestamp text body context contacts messages statuses "
    "errors code error_data details profile name wa_id user_id system interactive "
    "button_reply list_reply title image sha256 caption edit message metadata "
    "phone_number_id status recipient_id recipient_type pricing conversation origin "
    "event groups calls history threads user_preferences user_id_update object "
    "referral reaction message_id field value dropped waba_info alert_info".split()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
    ),
    max_leaves=25,
)
FIELDS = st.sampled_from(
    "messages user_preferences user_id_update calls history smb_message_echoes "
    "group_status_update account_update message_template_status_update new".split()
)
KINDS = st.sampled_from(
    "text image document contacts interactive button reaction order edit revoke "
    "system unsupported location hologram unknown".split()
)


@st.composite
def likely_messages(draw):
    """A message whose outside is right and whose inside is anything."""
    kind = draw(KINDS)
    more = draw(st.dictionaries(KEYS, ANYTHING, max_size=4))
    return {**b.message(kind, draw(ANYTHING)), **more}


def changes():
    lists = st.lists(likely_messages() | ANYTHING, max_size=3)
    value = st.fixed_dictionaries(
        {},
        optional={
            "metadata": st.just(b.FRAME["metadata"]) | ANYTHING,
            "contacts": st.lists(st.just(b.contact()) | ANYTHING, max_size=2),
            "messages": lists,
            "statuses": lists,
            "errors": lists,
            "user_preferences": lists,
            "user_id_update": lists,
            "groups": lists,
            "calls": lists,
            "history": lists,
            "holograms": lists,
        },
    )
    change = st.fixed_dictionaries({"field": FIELDS, "value": value | ANYTHING})
    return change | ANYTHING


def documents():
    entry = st.fixed_dictionaries(
        {"changes": st.lists(changes(), max_size=3) | ANYTHING},
        optional={"id": ANYTHING, "time": ANYTHING, "field": ANYTHING},
    )
    return st.fixed_dictionaries(
        {"entry": st.lists(entry | ANYTHING, max_size=2) | ANYTHING},
        optional={"object": st.just("whatsapp_business_account") | SCALARS},
    )
