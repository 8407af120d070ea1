"""Files nobody can reach any more: deleted ones after a week, and those whose row was never written.

A file is written before its row, so a process killed in between leaves a file without one. Anything
younger than a day is left alone: its row may still be on the way.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils import timezone

from conversations.models import Attachment

DELETED_KEPT = datetime.timedelta(days=7)
ORPHANS_KEPT = datetime.timedelta(days=1)
FOLDER = "attachments"


def tidy() -> int:
    """Removes what is due; returns how many files went."""
    return _deleted() + _orphans()


def _deleted() -> int:
    due = Attachment.objects.filter(deleted_at__lt=timezone.now() - DELETED_KEPT).exclude(file="")
    count = 0
    for attachment in due.iterator():
        name = attachment.file.name or ""
        Attachment.objects.filter(pk=attachment.pk).update(file="")
        default_storage.delete(name)
        count += 1
    return count


def _orphans() -> int:
    """Only for files on a disk of ours; another kind of storage has its own housekeeping."""
    try:
        root = Path(default_storage.path(FOLDER))
    except NotImplementedError:
        return 0
    limit = (timezone.now() - ORPHANS_KEPT).timestamp()
    old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < limit] if root.exists() else []
    names = {f"{FOLDER}/{path.relative_to(root).as_posix()}": path for path in old}
    known = set(Attachment.objects.filter(file__in=list(names)).values_list("file", flat=True))
    orphans = [path for name, path in names.items() if name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
