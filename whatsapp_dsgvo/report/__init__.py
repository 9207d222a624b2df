from . import certificate_pdf
