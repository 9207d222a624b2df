"""Who has stopped all deletion keeps the logs and registers, too: they are evidence."""

from odoo.fields import Domain

NOT_PAUSED = Domain("company_id.whatsapp_retention_paused_at", "=", False)
