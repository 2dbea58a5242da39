"""Several machines over one share: changes with stamps, merged field by field, carried by files with one writer each.

Nothing here knows the journal's services; `journal/sync.py` ties this to the store.
"""
