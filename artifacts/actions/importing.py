"""Taking an imported document (``artifacts.importers``) into the draft: headings to sections where they match.

A heading that names a declared section, in either language or by alias, fills it; deeper headings stay inside
the section they stand under; any other becomes a free section. What the document does not mention stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import content, kinds
from artifacts.actions.locking import locked_for_edit, next_revision, record
from artifacts.actions.sections import FREE, MOST_SECTIONS
from artifacts.content import SECTION_STEP
from artifacts.declaration import Kind
from artifacts.importers.matching import match_sections
from artifacts.importers.report import ImportedDocument, ImportedPicture, ImportedSection, ImportNote
from artifacts.models import Artifact, DraftSection
from conversations.actions import attachments
from conversations.text.blocks import carry_ids
from conversations.text.sanitise import clean_document
from pmcomms.ground.problems import TooLarge


@dataclass(frozen=True)
class Imported:
    """What became of a document: keys of declared sections it filled, free ones it made, what got lost."""

    artifact: Artifact
    filled: tuple[str, ...]
    free: tuple[str, ...]
    report: tuple[ImportNote, ...]


def import_document(artifact: Artifact, *, actor: User, document: ImportedDocument) -> Imported:
    """Put a document's text into the draft; sections it names are replaced, pictures become attachments.

    One transaction: refused means untouched. Raises ``ValidationError`` for a document without text or with
    too many sections.
    """
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        kind = kinds.get(artifact.kind)
        kept = document.with_stored_pictures(lambda picture: _store(artifact, actor, picture))
        matched = match_sections(kept, kind.sections)
        drafted = {row.key: row for row in DraftSection.objects.filter(artifact=artifact)}
        if not any(matched.declared.values()) and not matched.free:
            raise ValidationError(_("There is no text in this document."), code="empty")
        if len(drafted) + len(matched.free) > MOST_SECTIONS:
            raise ValidationError(_("A document has at most %(most)d sections.") % {"most": MOST_SECTIONS})
        writer = _Writer(artifact, actor, kind, drafted, next_revision(artifact))
        filled = tuple(key for key, body in matched.declared.items() if writer.fill(key, body))
        free = tuple(writer.add(section) for section in matched.free)
        artifact.save(update_fields=["row_numbers"])
        record("artifact.imported", artifact, actor, {"filled": list(filled), "free": len(free)})
    return Imported(artifact, filled, free, tuple(matched.report))


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

    def add(self, section: ImportedSection) -> str:
        """A free section, or its text anew when one of that heading is there; its key."""
        heading = section.heading or _("Introduction")
        row = self.drafted.get(self.free.get(heading, ""))
        if row is None:
            number = self.artifact.row_numbers.get(FREE, 0) + 1
            self.artifact.row_numbers[FREE] = number
            row = DraftSection(artifact=self.artifact, key=f"free-{number}", title=heading, ordering=self._end())
        self._write(row, section.html)
        return row.key

    def _write(self, row: DraftSection, body: str) -> None:
        body = clean_document(body, salt=row.key)
        row.body = clean_document(carry_ids(row.body, body), salt=row.key) if row.body else body
        row.revision, row.updated_by = self.revision, self.actor
        row.save()
        self.drafted[row.key] = row

    def _end(self) -> int:
        last = max((row.ordering for row in self.drafted.values()), default=0)
        return max(last, len(self.kind.sections) * SECTION_STEP) + SECTION_STEP
