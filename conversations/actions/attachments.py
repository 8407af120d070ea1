"""Files people attach: checked by content, stored under a generated key, handed out only through sight."""

from __future__ import annotations

import errno
import hashlib
import secrets
from typing import IO

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException

from accounts.models import User
from conversations import permissions, pictures, search
from conversations.file_names import safe_name
from conversations.file_types import BINARY, FileType, recognise
from conversations.models import Attachment, Thread
from events import actions as events
from pmcomms.ground.problems import InvalidTransition, TooLarge

log = structlog.get_logger(__name__)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StorageFull(APIException):
    """The disk has no room; nothing was stored (507)."""

    status_code = 507
    default_code = "storage_full"
    default_detail = gettext_lazy("The server has no room left for files. Nothing was saved; tell an administrator.")


def limit_bytes() -> int:
    return settings.ATTACHMENT_LIMIT_MB * 1024 * 1024


def store(*, thread: Thread, actor: User, upload: UploadedFile[bytes]) -> Attachment:
    """Attach a file to a thread. The file is written first, so that no row is ever without its file.

    Raises ``PermissionDenied``, ``InvalidTransition`` on an archived thread, ``TooLarge`` (413),
    ``ValidationError`` for files not taken and ``StorageFull`` (507).
    """
    if not permissions.can_upload(actor, thread):
        raise PermissionDenied(_("You can read this discussion but not attach files to it."))
    if thread.archived_at is not None:
        raise InvalidTransition(_("This was archived, so nothing more can be said here."))
    name = safe_name(upload.name or "")
    content, kind, attachment = _examined(upload, name)
    attachment.thread, attachment.uploaded_by, attachment.name = thread, actor, name
    attachment.content_type = kind.content_type or BINARY
    key = _write(content)
    attachment.file.name = key
    try:
        with transaction.atomic():
            attachment.save()
            search.put(thread, f"file:{attachment.pk}", name)
            _record("attachment.added", attachment, actor)
    except BaseException:
        # No row, no file: whatever went wrong in between.
        default_storage.delete(key)
        raise
    return attachment


def delete(*, attachment: Attachment, actor: User) -> Attachment:
    """Take a file back: it is no longer found or handed out. Its bytes go a week later (``tidying``)."""
    with transaction.atomic():
        rows = Attachment.objects.select_for_update(of=("self",)).select_related("thread__product")
        attachment = rows.get(pk=attachment.pk)
        if not permissions.can_delete_attachment(actor, attachment):
            raise PermissionDenied(_("Only who attached a file, or a product manager, can delete it."))
        if attachment.deleted_at is not None:
            return attachment
        attachment.deleted_at = timezone.now()
        attachment.save(update_fields=["deleted_at"])
        search.drop(attachment.thread, f"file:{attachment.pk}")
        _record("attachment.deleted", attachment, actor)
    return attachment


def _examined(upload: UploadedFile[bytes], name: str) -> tuple[File[bytes], FileType, Attachment]:
    """The content to store (pictures drawn anew), what it is, and a row with its measures."""
    if not upload.size:
        raise ValidationError({"file": _("This file is empty.")}, code="file_refused")
    if upload.size > limit_bytes():
        raise TooLarge(
            _("This file is larger than %(limit)s MB. Nothing was saved.") % {"limit": settings.ATTACHMENT_LIMIT_MB}
        )
    stream: IO[bytes] = upload.file or upload
    kind = recognise(name, stream)
    attachment = Attachment(is_picture=kind.is_picture)
    content: File[bytes] = upload
    if kind.is_picture:
        picture = pictures.redraw(stream, kind.family)
        content = ContentFile(picture.content)
        attachment.width, attachment.height = picture.width, picture.height
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    attachment.sha256, attachment.size = digest.hexdigest(), content.size
    content.seek(0)
    return content, kind, attachment


def _write(content: File[bytes]) -> str:
    """Put the bytes under a key nobody can guess; nothing partial stays when the disk is full."""
    key = f"attachments/{timezone.now():%Y/%m}/{secrets.token_urlsafe(24)}"
    try:
        return default_storage.save(key, content)
    except OSError as error:
        default_storage.delete(key)
        if error.errno not in _FULL:
            raise
        log.error("attachment.storage_full", error=str(error))
        raise StorageFull from error


def _record(kind: str, attachment: Attachment, actor: User) -> None:
    events.record(
        kind,
        actor=actor,
        subject=attachment,
        thread_id=attachment.thread_id,
        product_id=attachment.thread.product_id,
    )
