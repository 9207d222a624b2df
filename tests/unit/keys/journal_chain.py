"""Journals of any length, each entry with a digest of its own."""

from whatsapp_dsgvo.lib.keys.journal_entries import Head, JournalEvent, next_entry


def event(number=1, kind="erasure"):
    return JournalEvent("2026-03-02T09:00:00Z", kind, f"1:{number:064x}", number)


def chain(length, kind="erasure"):
    entries, head = [], Head()
    for number in range(length):
        entries.append(next_entry(head, event(number, kind)))
        head = Head(entries[-1].seq, entries[-1].entry_hash)
    return entries
