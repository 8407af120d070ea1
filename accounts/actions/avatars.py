"""Pictures of people: read, turned upright, cut square, written anew."""

from __future__ import annotations

import io
import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from accounts.models import User
from events import actions as events

SIDE = 256
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def set_avatar(*, actor: User, picture: UploadedFile) -> User:
    """Store the picture re-encoded, so that nothing but pixels remains. Raises ``ValidationError``."""
    content = _square(picture)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.pk)
        old = user.avatar.name
        user.avatar.save(f"{uuid.uuid4().hex}.webp", ContentFile(content), save=False)
        user.revision += 1
        user.save(update_fields=["avatar", "revision"])
        events.record("profile.edited", actor=actor, subject=user, changes={"avatar": [bool(old), True]})
        _delete_after_commit(user, old)
    return user


def clear_avatar(*, actor: User) -> User:
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=actor.pk)
        old = user.avatar.name
        if not old:
            return user
        user.avatar = ""
        user.revision += 1
        user.save(update_fields=["avatar", "revision"])
        events.record("profile.edited", actor=actor, subject=user, changes={"avatar": [True, False]})
        _delete_after_commit(user, old)
    return user


def _delete_after_commit(user: User, name: str | None) -> None:
    if name:
        storage = user.avatar.storage
        transaction.on_commit(lambda: storage.delete(name))


def _square(picture: UploadedFile) -> bytes:
    if (picture.size or 0) > MOST_BYTES:
        raise ValidationError({"avatar": _("The picture is larger than 5 MB.")})
    try:
        with Image.open(picture, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError({"avatar": _("The picture has too many pixels.")})
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(
            {"avatar": _("This is not a picture we can read. Use PNG, JPEG, WebP or GIF.")}
        ) from error
    written = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE)).save(written, "WEBP", quality=85)
    return written.getvalue()
