"""Whom we asked in vain: they never answered, and declared nothing."""

# Condition on `s`, a row of wa_subject: there is nothing to give evidence of.
SILENT = """
    EXISTS (SELECT 1 FROM wa_consent c
             WHERE c.subject_id = s.id AND c.state = 'expired')
    AND NOT EXISTS (SELECT 1 FROM wa_consent c
                     WHERE c.subject_id = s.id AND c.state NOT IN ('none', 'expired'))
    AND NOT EXISTS (SELECT 1 FROM wa_ledger_entry e WHERE e.pseudonym = s.uuid
                     AND e.event NOT IN ('asked', 'expired', 'triage_nothing'))
"""
