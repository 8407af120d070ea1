"""Who does what was still to be done by somebody who left."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RowSuccessor(models.Model):
    """Stands for a person who left in the to-do rows that name them, for as long as they are away.

    A row of a version cannot be changed, so the name in it stays; see ``artifacts.succession``.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.successor_id} for {self.person_id}"
