from odoo import fields, models


class WaRetentionLeft(models.TransientModel):
    """What should be gone for more than a week, one by one, and why it is not.

    Looked up when somebody asks, so that it is true while deletion is paused, too. It
    names pseudonyms and numbers of tickets, nobody and no content.
    """

    _name = "wa.retention.left"
    _description = "Overdue for deletion"
    _order = "due_at, id"
    _rec_name = "code"

    code = fields.Char("Class", readonly=True)
    data = fields.Char(readonly=True)
    pseudonym = fields.Char("Person", readonly=True)
    ticket_number = fields.Char("Ticket", readonly=True)
    count = fields.Integer("Number", readonly=True)
    due_at = fields.Datetime("Due since", readonly=True)
    reason = fields.Selection(
        [
            ("hold", "Legal hold"),
            ("restricted", "Processing is restricted (Art. 18)"),
            ("asked", "An open request of the person"),
            ("blocked", "The block at Meta is to be lifted first"),
            ("paused", "Deletion is paused"),
            ("failed", "The last run failed here"),
            ("no_run", "No recent run"),
            ("next", "Nothing hinders it: the next run"),
        ],
        readonly=True,
    )
    detail = fields.Char(readonly=True, help="Class and kind of error, no content.")
