"""Taking an imported document (``artifacts.importers``) into the draft: headings to sections where they match.

A heading that names a declared section, in either language or by alias, fills it; deeper headings stay inside
the section they stand under; any other becomes a free section, after what it follows in the document. What the
document does not mention stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import content, kinds
from artifacts.actions.locking import locked_for_edit, next_revision, record
from artifacts.actions.sections import FREE, MOST_SECTIONS, current_part
from artifacts.content import SECTION_STEP
from artifacts.declaration import Kind
from artifacts.importers.matching import MatchedDocument, match_sections
from artifacts.importers.report import TITLE, ImportedDocument, ImportedPicture, ImportedSection, ImportNote
from artifacts.models import Artifact, DraftImport, DraftSection, RefusedPart
from conversations.actions import attachments
from conversations.text.blocks import carry_ids
from conversations.text.sanitise import clean_document
from pmcomms.ground.problems import TooLarge

# The editor offers the way back for a day; the report does whenever it is open.
OFFERED_FOR = dt.timedelta(days=1)


class Former(TypedDict):
    """A section as it was before an import."""

    title: str
    body: str
    ordering: int
    revision: int


@dataclass(frozen=True)
class Imported:
    """What became of a document: keys of declared sections it filled, free ones it made, what got lost.

    ``taken`` keeps what stood there before.
    """

    artifact: Artifact
    taken: DraftImport
    filled: tuple[str, ...]
    free: tuple[str, ...]
    report: tuple[ImportNote, ...]


def import_document(artifact: Artifact, *, actor: User, document: ImportedDocument) -> Imported:
    """Put a document's text into the draft; sections it names are replaced, pictures become attachments.

    What is replaced is kept (``undo_import``). One transaction: refused means untouched. Raises
    ``ValidationError`` for a document without text or with too many sections.
    """
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        kind = kinds.get(artifact.kind)
        kept = document.with_stored_pictures(lambda picture: _store(artifact, actor, picture))
        matched = match_sections(kept, kind.sections)
        if kept.has_title and kept.title != artifact.title:
            matched.report.insert(0, ImportNote(TITLE, kept.title))
        drafted = {row.key: row for row in DraftSection.objects.filter(artifact=artifact)}
        if not any(matched.declared.values()) and not matched.free:
            raise ValidationError(_("There is no text in this document."), code="empty")
        if len(drafted) + len(matched.free) > MOST_SECTIONS:
            raise ValidationError(_("A document has at most %(most)d sections.") % {"most": MOST_SECTIONS})
        had_draft = artifact.has_draft
        writer = _Writer(artifact, actor, kind, drafted, next_revision(artifact))
        filled = tuple(key for key, body in matched.declared.items() if writer.fill(key, body))
        free = writer.add_all(matched)
        artifact.save(update_fields=["row_numbers"])
        taken = DraftImport.objects.create(
            artifact=artifact, user=actor, revision=writer.revision, former=writer.former, had_draft=had_draft
        )
        record("artifact.imported", artifact, actor, {"filled": list(filled), "free": len(free)})
    return Imported(artifact, taken, filled, free, tuple(matched.report))


@dataclass(frozen=True)
class Undone:
    """Keys of the sections that read as before the import, and of those that were left because of later edits."""

    artifact: Artifact
    restored: tuple[str, ...]
    left: tuple[str, ...]


def undo_import(taken: DraftImport, *, actor: User) -> Undone:
    """Put back what an import replaced and take out what it made. Twice is once.

    A section that was edited since stays as it is; its text from before the import is kept as unsaved text of
    who undoes it. A restored section has its former revision again, so whoever has that text open saves on.
    """
    with transaction.atomic():
        artifact = locked_for_edit(taken.artifact, actor)
        taken = DraftImport.objects.select_for_update().get(pk=taken.pk)
        if taken.undone_at is not None:
            return Undone(artifact, (), ())
        is_last_word = artifact.draft_revision == taken.revision
        drafted = {row.key: row for row in DraftSection.objects.filter(artifact=artifact, key__in=taken.former)}
        restored, left = [], []
        for key, former in sorted(taken.former.items()):
            row = drafted.get(key)
            if row is not None and row.revision == taken.revision:
                _put_back(row, former, actor)
                restored.append(key)
            else:
                _keep_former(artifact, actor, key, former, row)
                left.append(key)
        next_revision(artifact)
        if is_last_word:
            artifact.has_draft = taken.had_draft
            artifact.save(update_fields=["has_draft"])
        taken.undone_at = timezone.now()
        taken.save(update_fields=["undone_at"])
        record("artifact.import_undone", artifact, actor, {"restored": restored, "left": left})
    return Undone(artifact, tuple(restored), tuple(left))


def last_import(artifact: Artifact, user: User) -> DraftImport | None:
    """The person's last import of late, as long as a section still reads as it left it."""
    standing = DraftSection.objects.filter(artifact=OuterRef("artifact"), revision=OuterRef("revision"))
    mine = artifact.draft_imports.filter(user=user, undone_at__isnull=True)
    return mine.filter(Exists(standing), created_at__gt=timezone.now() - OFFERED_FOR).order_by("-pk").first()


def _put_back(row: DraftSection, former: Former | None, actor: User) -> None:
    if former is None:
        row.delete()
        return
    row.title, row.body, row.ordering = former["title"], former["body"], former["ordering"]
    row.revision, row.updated_by = former["revision"], actor
    row.save()


def _keep_former(artifact: Artifact, actor: User, key: str, former: Former | None, row: DraftSection | None) -> None:
    if former is None or not former["body"] or (row is not None and row.body == former["body"]):
        return
    # ``replaced_by``: so the editor does not say that it came too late.
    content = {"body": former["body"], "heading": former["title"], "replaced_by": "import"}
    RefusedPart.objects.create(
        artifact=artifact, user=actor, part=current_part(key), content=content, base_revision=former["revision"]
    )


def _store(artifact: Artifact, actor: User, picture: ImportedPicture) -> str | None:
    """The address of a picture kept as an attachment, or None when the rules for files refuse it."""
    upload = SimpleUploadedFile(picture.name, picture.data, picture.content_type)
    try:
        return attachments.store(thread=artifact.thread, actor=actor, upload=upload).address
    except (ValidationError, TooLarge):
        return None


class _Writer:
    """Writes sections into the draft of one locked artifact, all under one revision."""

    def __init__(
        self, artifact: Artifact, actor: User, kind: Kind, drafted: dict[str, DraftSection], revision: int
    ) -> None:
        self.artifact, self.actor, self.kind = artifact, actor, kind
        self.drafted, self.revision = drafted, revision
        self.former: dict[str, Former | None] = {}
        written = {row.key: row.ordering for row in drafted.values()}
        places = {section.key: content.ordering_of(kind, section.key) for section in kind.sections} | written
        self.order = sorted(places, key=lambda key: (places[key], key))
        # A document imported again finds its own free sections by their headings.
        self.free = {row.title: row.key for row in drafted.values() if kind.find_section(row.key) is None}

    def fill(self, key: str, body: str) -> bool:
        """Give a declared section its text; False when there is none."""
        if not body:
            return False
        row = self.drafted.get(key) or DraftSection(
            artifact=self.artifact, key=key, ordering=content.ordering_of(self.kind, key)
        )
        self._write(row, body)
        return True

    def add_all(self, matched: MatchedDocument) -> tuple[str, ...]:
        """The free sections, each after what it follows in the document and never before an earlier one."""
        at, keys = 0, []
        for place in matched.order:
            key = place if isinstance(place, str) else self._add(matched.free[place], at)
            if isinstance(place, int):
                keys.append(key)
                at = max(at, self.order.index(key) + 1)
            elif not keys or self.order.index(key) >= at:
                at = self.order.index(key) + 1
        self._number([key for key in keys if not self.drafted[key].ordering])
        return tuple(keys)

    def _add(self, section: ImportedSection, at: int) -> str:
        """A free section at a place in the order, or its text anew when one of that heading is there; its key."""
        heading = section.heading or _("Introduction")
        row = self.drafted.get(self.free.get(heading, ""))
        if row is None:
            number = self.artifact.row_numbers.get(FREE, 0) + 1
            self.artifact.row_numbers[FREE] = number
            row = DraftSection(artifact=self.artifact, key=f"free-{number}", title=heading)
            self.order.insert(at, row.key)
        self._write(row, section.html)
        return row.key

    def _write(self, row: DraftSection, body: str) -> None:
        self._remember(row)
        body = clean_document(body, salt=row.key)
        row.body = clean_document(carry_ids(row.body, body), salt=row.key) if row.body else body
        row.revision, row.updated_by = self.revision, self.actor
        row.save()
        self.drafted[row.key] = row

    def _remember(self, row: DraftSection) -> None:
        as_it_was = Former(title=row.title, body=row.body, ordering=row.ordering, revision=row.revision)
        self.former.setdefault(row.key, as_it_was if row.pk else None)

    def _number(self, fresh: Sequence[str]) -> None:
        """Orderings for new sections, between their neighbours; all anew where there is no room."""
        if not fresh:
            return
        places = {key: content.ordering_of(self.kind, key) for key in self.order if self.kind.find_section(key)}
        places |= {row.key: row.ordering for row in self.drafted.values() if row.ordering}
        low = 0
        for position, key in enumerate(self.order):
            if key in fresh:
                ahead = (n for n in range(position, len(self.order)) if self.order[n] not in fresh)
                end = next(ahead, len(self.order))
                count = end - position + 1
                high = places[self.order[end]] if end < len(self.order) else low + count * SECTION_STEP
                places[key] = low + (high - low) // count
            low = places[key]
        if len(set(places.values())) < len(places) or not all(places.values()):
            places = {key: (position + 1) * SECTION_STEP for position, key in enumerate(self.order)}
        for key, place in places.items():
            row = self.drafted.get(key) or DraftSection(
                artifact=self.artifact, key=key, ordering=content.ordering_of(self.kind, key)
            )
            if row.ordering != place:
                self._remember(row)
                row.ordering, row.revision, row.updated_by = place, self.revision, self.actor
                row.save()
