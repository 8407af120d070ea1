"""Days that an administrator has set against the national calendar."""

from django.db import models


class CalendarDay(models.Model):
    """An override: this day is (or is not) a working day, whatever the national calendar says."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'working' if self.is_working else 'off'}"
