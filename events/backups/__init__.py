"""Backup and restore: the database, the files and the list of keys, with a drill that proves them.

A backup is a folder: ``database.dump`` (pg_dump's custom format), ``media/`` and ``manifest.json`` with
a checksum of every file, written last; the folder gets its name when it is complete, so that a
half-made one is never taken for one. Files are copied before and after the dump: every row of the dump
finds its file, also while people write.

After a restore nothing old goes out: events that had no position yet, and what higher floors registered
(``holding.register``), are held until the operator releases them.
"""
