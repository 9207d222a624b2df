"""A letter as PDF, made in memory: nothing readable is put on disk."""

import io
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate


def render(text, author):
    """One paragraph for each block of the text; its line breaks stay."""
    style = getSampleStyleSheet()["BodyText"]
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=25 * mm, topMargin=45 * mm, author=author
    )
    blocks = [escape(block).replace("\n", "<br/>") for block in text.split("\n\n")]
    document.build([Paragraph(block, style) for block in blocks])
    return file.getvalue()
