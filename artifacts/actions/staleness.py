"""When an artifact is out of date 待更新, and why.

A versioned one: past its kind's shelf life, when the release it belongs to moved on, or when an upstream kind
it depends on got a new version. A living record: when the period before this one saw no update. Found by the
nightly look; a new version, archiving or the cause going away ends it. The reason is stored in a form that
reads in any language (``shelf:90``, ``release:v3.1``, ``upstream:CLB-D12``, ``period:2026-11-16``).
"""

from __future__ import annotations

import datetime as dt
import re

from django.db import transaction
from django.utils import timezone

from artifacts import kinds, periods
from artifacts.actions.locking import locked, record
from artifacts.declaration import RELEASE
from artifacts.models import Artifact, Version

_NUMBER = re.compile(r"\d+")


def look(today: dt.date | None = None) -> int:
    """Look at every live artifact with a version; returns how many became stale or fresh."""
    today = today or periods.today()
    latest = _latest_upstream()
    releases = _newest_releases()
    count = 0
    rows = Artifact.objects.live().filter(version__isnull=False, product__archived_at=None)
    for artifact in rows.select_related("version", "product").iterator(chunk_size=500):
        found = _cause(artifact, today, latest, releases)
        if found != artifact.stale_reason:
            count += _set(artifact, found, today)
    return count


Latest = dict[tuple[int, str], dt.datetime]


def _cause(artifact: Artifact, today: dt.date, latest: Latest, releases: dict[int, str]) -> str:
    """The first reason that holds, in its stored form; empty when none does."""
    kind, version = kinds.get(artifact.kind), artifact.version
    if version is None:
        return ""
    published_on = version.published_at.astimezone(periods.SHANGHAI).date()
    if kind.is_rolling and kind.period is not None:
        first, _last = periods.last_complete(kind.period, today)
        updated = _last_update(artifact) or published_on
        return f"period:{updated.isoformat()}" if updated < first else ""
    if artifact.release and RELEASE in kind.stale_when:
        newest = releases.get(artifact.product_id, "")
        if _release_key(newest) > _release_key(artifact.release):
            return f"release:{artifact.release}"
    for slug in kind.stale_when:
        upstream = latest.get((artifact.product_id, slug))
        if upstream is not None and upstream > version.published_at:
            return f"upstream:{slug}"
    if kind.shelf_life_days and (today - published_on).days > kind.shelf_life_days:
        return f"shelf:{kind.shelf_life_days}"
    return ""


def _last_update(artifact: Artifact) -> dt.date | None:
    """The day somebody last updated a living record: versions written only to freeze a period do not count."""
    moment = (
        artifact.versions.filter(withdrawn_at__isnull=True, published_by__isnull=False)
        .values_list("published_at", flat=True)
        .first()
    )
    return moment.astimezone(periods.SHANGHAI).date() if moment else None


def _latest_upstream() -> Latest:
    """By product and kind: when the newest standing version that is no erratum was published."""
    found: Latest = {}
    versions = Version.objects.filter(erratum=0, withdrawn_at__isnull=True, artifact__archived_at__isnull=True)
    names = ("artifact__product_id", "artifact__kind", "published_at")
    newest = versions.order_by("artifact__product_id", "artifact__kind", "-published_at")
    newest = newest.distinct("artifact__product_id", "artifact__kind")
    for product, kind, moment in newest.values_list(*names):
        found[product, kind] = moment
    return found


def _newest_releases() -> dict[int, str]:
    """By product: the highest release any live artifact with a version names."""
    found: dict[int, str] = {}
    rows = Artifact.objects.live().filter(version__isnull=False).exclude(release="")
    for product, release in rows.values_list("product_id", "release"):
        if _release_key(release) > _release_key(found.get(product, "")):
            found[product] = release
    return found


def _release_key(release: str) -> tuple[int, ...]:
    """``v3.10`` comes after ``v3.9``."""
    return tuple(int(number) for number in _NUMBER.findall(release))


def _set(artifact: Artifact, found: str, today: dt.date) -> bool:
    """Store a reason unless somebody published in between."""
    seen = artifact.version_id
    with transaction.atomic():
        artifact = locked(artifact)
        if artifact.version_id != seen or artifact.archived_at is not None or artifact.stale_reason == found:
            return False
        was_stale = artifact.stale_since is not None
        artifact.stale_reason = found
        artifact.stale_since = (artifact.stale_since or today) if found else None
        artifact.save(update_fields=["stale_since", "stale_reason"])
        if found and not was_stale:
            record("artifact.became_stale", artifact, None, {"reason": found, "on": timezone.localdate().isoformat()})
    return True
