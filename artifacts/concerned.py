"""「与你有关的变化」: what changed for one department since the version it last answered, in plain lines.

Only material changes that concern the department are listed, and of those only what the viewer may see; the
same two versions give the same lines. Texts are in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from artifacts import changes as differences
from artifacts import content, kinds
from artifacts.actions.versioning import version_text
from artifacts.changes import ADDED, CHANGED, REMOVED, Change
from artifacts.columns import Resolver
from artifacts.content import Document, Row
from artifacts.declaration import Kind
from artifacts.diffs.sections import diff_sections
from artifacts.diffs.summaries import Line as DiffLine
from artifacts.diffs.summaries import shortened
from artifacts.hashing import Text, cell_is_material
from artifacts.models import Artifact, SignOff, Version
from artifacts.resolving import row_label
from departments.offices import departments_known

MOST_LINES = 20
LINES_OF_A_SECTION = 4


@dataclass(frozen=True)
class Line:
    """One change. ``kind`` is its word (新增, 去掉, 改动); ``address`` leads to the part on the page."""

    part: str
    change: str
    kind: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class Concern:
    """``since``: the version compared with; None when this is the first one for the department."""

    since: Version | None
    title: str
    lines: tuple[Line, ...] = ()
    more: int = 0

    @property
    def is_new(self) -> bool:
        return self.since is None

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


def changes_for(artifact: Artifact, department: str, viewer: User, version: Version | None = None) -> Concern | None:
    """What of ``version`` (default: the standing one) is new to the department; None when nothing stands."""
    version = version or artifact.version
    if version is None:
        return None
    since = last_answered(artifact, department, version) or _previous(artifact, version)
    if since is None:
        return Concern(None, _("New to you: read it whole"))
    found = list(_lines(artifact, department, viewer, since, version))
    name = next(one.name for one in departments_known() if one.code == department)
    names = {"count": len(found), "name": name}
    title = ngettext("%(count)d change for %(name)s", "%(count)d changes for %(name)s", len(found)) % names
    if not found:
        title = _("Nothing changed for %(name)s since version %(label)s") % {"name": name, "label": since.label}
    return Concern(since, title, tuple(found[:MOST_LINES]), max(0, len(found) - MOST_LINES))


def last_answered(artifact: Artifact, department: str, before: Version) -> Version | None:
    """The newest standing version before ``before`` that the department answered, or let lapse."""
    rows = SignOff.objects.filter(
        artifact=artifact,
        department__code=department,
        person__isnull=True,
        state__in=(SignOff.State.ANSWERED, SignOff.State.LAPSED),
        version__sequence__lt=before.sequence,
        version__withdrawn_at__isnull=True,
    )
    row = rows.select_related("version").order_by("-version__sequence").first()
    return row.version if row is not None else None


def _previous(artifact: Artifact, version: Version) -> Version | None:
    return artifact.versions.filter(sequence__lt=version.sequence, withdrawn_at__isnull=True).first()


def _lines(artifact: Artifact, department: str, viewer: User, since: Version, version: Version) -> Iterator[Line]:
    kind = kinds.get(artifact.kind)
    old, new = version_text(artifact, since), version_text(artifact, version)
    changes = [change for change in differences.compare(kind, old, new) if change.concerns(department)]
    if not changes:
        return
    before = content.read_version(artifact, since, viewer)
    after = content.read_version(artifact, version, viewer)
    resolvers = (before.resolver(), after.resolver())
    for change in changes:
        if change.table:
            yield from _of_row(kind, change, department, before, after, resolvers)
        else:
            yield from _of_section(change, old, new)


def _of_section(change: Change, old: Text, new: Text) -> Iterator[Line]:
    key = change.part.partition(":")[2]
    address = "" if change.change == REMOVED else f"#sec-{key}"
    if change.change != CHANGED:
        text = _("section “%(name)s”") % {"name": change.label}
        yield Line(change.part, change.change, _word(change.change), text, address)
        return
    blocks = diff_sections(old.sections[key][1], new.sections[key][1]).blocks
    for block in blocks[:LINES_OF_A_SECTION]:
        yield Line(change.part, block.kind, _word(block.kind), _words(block.line), address)
    rest = len(blocks) - LINES_OF_A_SECTION
    if rest > 0:
        text = ngettext("%(count)d more place in “%(name)s”", "%(count)d more places in “%(name)s”", rest)
        yield Line(change.part, CHANGED, _word(CHANGED), text % {"count": rest, "name": change.label}, address)


def _words(line: DiffLine) -> str:
    if line.is_ticked is not None:
        return str(line)
    if line.old and line.new and line.old != line.new:
        return _("“%(old)s” became “%(new)s”") % {"old": line.old, "new": line.new}
    return line.new or line.old


def _of_row(
    kind: Kind,
    change: Change,
    department: str,
    before: Document,
    after: Document,
    resolvers: tuple[Resolver, Resolver],
) -> Iterator[Line]:
    table = kind.table(change.table)
    was, now = _row(before, change), _row(after, change)
    address = "" if now is None else f"#row-{change.table}-{change.row_key}"
    shown = now or was
    label = row_label(table, shown.cells) if shown is not None else ""
    name = f"{change.row_key} {label}".strip()
    if was is None or now is None:
        yield Line(change.part, change.change, _word(change.change), f"{table} {name}", address)
        return
    for key in change.columns:
        column = table.column(key)
        if key in now.hidden or not cell_is_material(column, department):
            continue
        texts = {
            "row": name,
            "column": column.name,
            "old": shortened(column.display(_value(was, key), resolvers[0])) or _("(empty)"),
            "new": shortened(column.display(_value(now, key), resolvers[1])) or _("(empty)"),
        }
        text = _("%(row)s, %(column)s: %(old)s → %(new)s") % texts
        yield Line(change.part, CHANGED, _word(CHANGED), text, address)


def _row(document: Document, change: Change) -> Row | None:
    table = document.table(change.table)
    return table.row(change.row_key) if table is not None else None


def _value(row: Row, key: str) -> Any:
    return row.cells.get(key)


def _word(change: str) -> str:
    return {ADDED: _("Added"), REMOVED: _("Removed"), CHANGED: _("Changed")}[change]
