"""Files people attach. Stored under a generated key; the name people gave is kept beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from conversations.models.thread import Thread, sight_of

if TYPE_CHECKING:
    from accounts.models import User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> Self:
        """Those on threads this person sees."""
        return self.filter(sight_of(user, "thread__"))

    def standing(self) -> Self:
        return self.filter(deleted_at__isnull=True)


class Attachment(models.Model):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(
        "conversations.Comment", on_delete=models.SET_NULL, null=True, related_name="attachments"
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    # Raster images that were re-encoded; only these are shown inline.
    is_picture = models.BooleanField(default=False)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["thread", "id"], name="attachment_by_thread")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where it is fetched, by the name people gave it; access is asked on every request."""
        address = reverse("attachment-show", args=[self.pk, self.name])
        # Brackets and quotes would end a Markdown link or an attribute early.
        return address.replace("(", "%28").replace(")", "%29").replace("'", "%27")
