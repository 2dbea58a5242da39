"""Sync of several machines over one share: stamped changes, merged by field, in files with one writer each.

This package does not depend on the journal's services; `journal/sync.py` connects it to the store.
"""
