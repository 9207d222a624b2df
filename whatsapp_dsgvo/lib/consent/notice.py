"""The privacy notice: first layer in the chat, second layer as a public page.

The parts: words (`notice_texts`), rendering, checks before publishing, the full page of
Art. 13 GDPR. Everything else uses them through here.
"""

from __future__ import annotations

from .notice_lint import Problem, is_plain, is_safe_url, problems
from .notice_page import (
    PageFacts,
    Purpose,
    Retention,
    Section,
    full_page_sections,
    page_problems,
)
from .notice_render import (
    BODY_LIMIT,
    NoticeFacts,
    Rendered,
    budget,
    length,
    render,
    text_hash,
    waits_for_yes,
)

__all__ = [
    "BODY_LIMIT",
    "NoticeFacts",
    "PageFacts",
    "Problem",
    "Purpose",
    "Rendered",
    "Retention",
    "Section",
    "budget",
    "full_page_sections",
    "is_plain",
    "is_safe_url",
    "length",
    "page_problems",
    "problems",
    "render",
    "text_hash",
    "waits_for_yes",
]
