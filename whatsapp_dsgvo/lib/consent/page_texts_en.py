"""The full privacy notice in English: sections in their order, with placeholders.

Same rules as the German text; both say the same.
"""

from __future__ import annotations

LISTS = {
    "purpose": "• {text} – legal basis: {basis}",
    "purpose_with_interest": (
        "• {text} – legal basis: {basis}; our legitimate interest: {interest}"
    ),
    "representative": "Our representative in the EU (Art. 27 GDPR): {name}",
}

_HEAD = """
# Privacy notice for WhatsApp

This notice applies when you write to {controller} on WhatsApp. Version {version} of
{date}.

"""

_INTRO = """\
You write first. We open and answer your message on WhatsApp only once you have agreed.
Before that we send there only the privacy notice, short reminders of it at most, and
confirmations of your own declarations (such as STOP or DELETE).

"""

# SERVICE_REPLY: nothing may say that we wait for the yes.
_INTRO_AT_ONCE = """\
You write first. We read and answer your enquiry on WhatsApp even before you have
agreed; no or STOP ends that. By ourselves we only send the privacy notice there, short
reminders of it at most, and receipts of your own declarations (STOP or DELETE, for
example).

"""

_BODY = """\
# Who is responsible?

{controller}, {address}. Contact: {contact}

{@representative}

Data protection officer: {dpo}

# Which data do we process?

Phone number or WhatsApp ID, the profile name you have chosen yourself, your messages
and files, our answers, times and delivery status, and your declarations (consent,
withdrawal).

Please send us no health, ID-card or bank data.

# What for, and on which legal basis?

{@purposes}

# What happens without your yes?

"""

_WITHOUT_YES = """\
Your message is kept encrypted. A few appointed people only check whether it is a legal
declaration (such as a termination) or an emergency; a program sorts beforehand.
Otherwise it is deleted after 7 days. We answer a legal declaration by letter, e-mail or
phone.

"""

_WITHOUT_YES_AT_ONCE = """\
We only answer your enquiry. No or STOP ends that, too.

"""

_REST = """\
# Who receives the data?

Meta (WhatsApp Cloud API) is our processor: Meta decrypts the messages on our behalf and
hands them to us over an encrypted connection. With us the content is encrypted again.

{@recipients}

For running WhatsApp itself, for instance your account and the record of who writes to
whom and when, WhatsApp is a controller of its own. We have no influence on that:
{whatsapp_url}

# Are data processed outside the EU?

Yes, this is possible: during delivery, content may for a short time be processed in
data centres outside the EU. Safeguards:

{@transfers}

# How long do we keep data?

{@retention}

Deleting a message in the chat does not delete it with us. For that, write DELETE MY
DATA to us.

# Withdrawing your consent

You may withdraw your consent at any time and without giving reasons: write STOP in the
chat or use any other way. What was done until then remains lawful (Art. 7(3) GDPR).

# Right to object

Where we process data on the basis of legitimate interests, you may object at any time
on grounds relating to your particular situation (Art. 21(1) GDPR). You may object to
direct marketing at any time without grounds (Art. 21(2) GDPR). An informal message is
enough; in the chat, the word STOP.

# Your other rights

You have the right of access (Art. 15), rectification (Art. 16), erasure (Art. 17),
restriction of processing (Art. 18) and data portability (Art. 20 GDPR). Turn to
{contact} or write to us in the chat.

# Right to complain

You may lodge a complaint with a supervisory authority (Art. 77 GDPR), for instance:
{authority}

# Do you have to give us data?

No. WhatsApp is voluntary; not agreeing has no disadvantage for you. You can also reach
us here: {alternative}

# Automated decisions

We take no decisions about you that are based solely on automated processing, and we
build no profile (Art. 22 GDPR).

# Under 16

If you are under 16, please let a parent write to us.
"""

PAGE = _HEAD + _INTRO + _BODY + _WITHOUT_YES + _REST
AT_ONCE = _HEAD + _INTRO_AT_ONCE + _BODY + _WITHOUT_YES_AT_ONCE + _REST
