"""What can be found: one row per part of a thread."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from conversations.models.thread import Thread


class SearchEntry(models.Model):
    """One findable part: title, section, record row, comment or file name.

    The vector holds CJK bigrams, Latin words and a product lexeme, without positions; a match is the
    AND of the query's lexemes, rechecked against ``folded``.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="search_entries")
    # ``title``, ``section:goals``, ``row:stories:US-1``, ``comment:17``, ``file:3``.
    part = models.CharField(max_length=120)
    text = models.TextField()
    folded = models.TextField()
    vector = SearchVectorField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "part"], name="search_part_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_vector", fastupdate=False),
            # One Chinese character: prefix of titles only.
            models.Index(
                fields=["folded"],
                name="search_title_prefix",
                condition=models.Q(part="title"),
                opclasses=["text_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.part}"
