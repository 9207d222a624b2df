"""Sections of lines as PDF, made in memory: nothing readable is put on disk."""

import io
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from ..lib.privacy.document import OK

_GAP = HexColor("#a4161a")
_WIDTHS = (55 * mm, 110 * mm)


def render(title, subtitle, sections):
    """Bytes of the PDF; lines that are missing or old are red."""
    styles = getSampleStyleSheet()
    file = io.BytesIO()
    story = [
        Paragraph(escape(title), styles["Title"]),
        Paragraph(escape(subtitle), styles["BodyText"]),
    ]
    for section in sections:
        story.append(Paragraph(escape(section.heading), styles["Heading3"]))
        if section.text:
            story.append(Paragraph(escape(section.text), styles["BodyText"]))
        if section.lines:
            story.append(Table(_rows(section, styles["BodyText"]), colWidths=_WIDTHS))
        story.append(Spacer(1, 2 * mm))
    SimpleDocTemplate(file, pagesize=A4, margin=20 * mm, title=title).build(story)
    return file.getvalue()


def _rows(section, style):
    return [
        [Paragraph(escape(line.label), style), Paragraph(_value(line), style)]
        for line in section.lines
    ]


def _value(line):
    text = escape(line.value)
    return text if line.status == OK else f'<font color="{_GAP}">{text}</font>'
