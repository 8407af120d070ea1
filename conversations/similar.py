"""What resembles a text: threads that share most of its bigrams and words, for whoever is about to say it again.

Search asks for all of a query; this asks for enough of it. Two statements: the best matches of the index,
ranked there, and their threads through sight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import BooleanField, F, FloatField, Func, Value

from accounts.models import User
from conversations import search_text
from conversations.models import SearchEntry, Thread
from departments.models import Product

MOST_READ = 400
MOST_LEXEMES = 60
MOST_ENTRIES = 60
LEAST_SHARED = 2
LEAST_SHARE = 0.2
ENOUGH_SHARED = 5
PARTS = ("title", "section:words", "section:description")


def similar_threads(
    viewer: User, text: str, *, product: Product, kinds: Sequence[str], without: int | None = None, limit: int = 6
) -> list[Thread]:
    """The threads of a product the viewer sees whose title or words share enough with the text: a fifth, or five.

    The most alike first. ``without``: the id of a thread to leave out. Empty for a text of one word.
    """
    wanted = set(search_text.lexemes(text[:MOST_READ])[:MOST_LEXEMES])
    if len(wanted) < LEAST_SHARED:
        return []
    shared: dict[int, set[str]] = defaultdict(set)
    for thread_id, folded in _entries(sorted(wanted), product, kinds, without):
        shared[thread_id] |= wanted.intersection(search_text.lexemes(folded))
    least = min(max(LEAST_SHARED, LEAST_SHARE * len(wanted)), ENOUGH_SHARED)
    alike = sorted((-len(words), -pk) for pk, words in shared.items() if len(words) >= least)
    ids = [-pk for _shared, pk in alike]
    found = Thread.objects.visible_to(viewer).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found][:limit]


def _entries(wanted: list[str], product: Product, kinds: Sequence[str], without: int | None) -> list[tuple[int, str]]:
    query = search_text.any_lexemes(wanted, product.pk)
    matches = Func(
        F("vector"),
        Value(query),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    rank = Func(F("vector"), Value(query), template="ts_rank(%(expressions)s::tsquery)", output_field=FloatField())
    rows = SearchEntry.objects.filter(matches, part__in=PARTS, thread__kind__in=kinds)
    if without is not None:
        rows = rows.exclude(thread=without)
    return list(rows.order_by(rank.desc(), "-pk").values_list("thread_id", "folded")[:MOST_ENTRIES])
