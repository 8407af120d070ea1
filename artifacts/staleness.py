"""Why an artifact is out of date 待更新, in words. Found by ``artifacts.actions.staleness``."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from artifacts import kinds
from artifacts.models import Artifact


def reason(artifact: Artifact) -> str:
    """Why it is stale, as a sentence; empty when it is not."""
    code, _colon, rest = artifact.stale_reason.partition(":")
    if not artifact.stale_since or not rest:
        return ""
    if code == "shelf":
        days = int(rest)
        text = ngettext("older than its shelf life of %(days)d day", "older than its shelf life of %(days)d days", days)
        return text % {"days": days}
    if code == "release":
        return _("still %(release)s") % {"release": rest}
    if code == "period":
        return _("not updated since %(day)s") % {"day": date_format(dt.date.fromisoformat(rest), "n-j")}
    # The kind and never the document: the one that moved on may be hidden from the reader.
    return _("%(reference)s has changed since") % {"reference": kinds.get(rest).name}
