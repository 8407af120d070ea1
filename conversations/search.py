"""Search: one row per findable part of a thread, sight asked in the same statement.

Higher floors hand their text down with ``put``; what a reader may not see (masked cells, drafts) is never
put. A match is the AND of bigrams and words in the GIN index, rechecked against the folded text. Hidden
threads are joined away before anything is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from conversations import registry, search_text
from conversations.models import SearchEntry, Thread
from departments.models import Product
from pmcomms.ground.pagination import read_cursor, write_cursor

COUNT_LIMIT = 1000
ORDER = ("-is_title", "-pk")
SNIPPETS = 3
ROWS_AT_ONCE = 500

_UPSERT = """
INSERT INTO conversations_searchentry AS entry (thread_id, part, text, folded, vector, updated_at)
VALUES {rows}
ON CONFLICT (thread_id, part) DO UPDATE
SET text = excluded.text, folded = excluded.folded, vector = excluded.vector, updated_at = excluded.updated_at
WHERE entry.text <> excluded.text OR entry.vector <> excluded.vector
"""


def title_text(thread: Thread) -> str:
    """What a title entry holds: the title first, since one character is looked up by prefix."""
    return f"{thread.title} {thread.reference}" if thread.reference else thread.title


def put(thread: Thread, part: str, text: str) -> None:
    """Make ``part`` of the thread findable by ``text``; empty text takes it out."""
    put_many(thread, {part: text})


def put_many(thread: Thread, parts: Mapping[str, str]) -> None:
    """``put`` for many parts of one thread in a few statements."""
    empty = [part for part, text in parts.items() if not text.strip()]
    if empty:
        SearchEntry.objects.filter(thread=thread, part__in=empty).delete()
    filled = [(part, text.replace("\0", "")) for part, text in parts.items() if text.strip()]
    for start in range(0, len(filled), ROWS_AT_ONCE):
        values: list[str | int] = []
        for part, text in filled[start : start + ROWS_AT_ONCE]:
            vector = search_text.document_lexemes(text, thread.product_id)
            values += [thread.pk, part, text, search_text.fold(text), vector]
        rows = ", ".join(["(%s, %s, %s, %s, %s::tsvector, now())"] * (len(values) // 5))
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT.format(rows=rows), values)


def drop(thread: Thread, part_prefix: str) -> None:
    """Take a part out, with everything below it: ``section:`` drops all sections, ``row:stories:`` a table."""
    below = SearchEntry.objects.filter(thread=thread)
    if part_prefix.endswith(":"):
        below.filter(part__startswith=part_prefix).delete()
    else:
        below.filter(part=part_prefix).delete()


def keep_only(thread: Thread, part_prefix: str, parts: Iterable[str]) -> None:
    """Drop what lies under ``part_prefix`` and is not among ``parts``: after a publish, say."""
    SearchEntry.objects.filter(thread=thread, part__startswith=part_prefix).exclude(part__in=list(parts)).delete()


@dataclass(frozen=True)
class Hit:
    """One thread with up to three places where it matched; ``more`` says there are others."""

    thread: Thread
    places: list[tuple[str, SafeString]] = field(default_factory=list)

    @property
    def kind(self) -> registry.SubjectKind:
        return registry.get(self.thread.kind)

    @property
    def anchor(self) -> str:
        """The fragment of the first place, for a link straight to a comment."""
        kind, _colon, key = self.places[0][0].partition(":") if self.places else ("", "", "")
        return f"#comment-{key}" if kind == "comment" else ""

    @property
    def address(self) -> str:
        return f"{self.thread.address.partition('#')[0]}{self.anchor}" if self.anchor else self.thread.address


@dataclass(frozen=True)
class Found:
    """A page of hits. ``is_titles_only``: the query was too short to look further than titles."""

    hits: list[Hit]
    next: str | None
    is_titles_only: bool = False


def search(
    viewer: User,
    query: str,
    *,
    product: Product | None = None,
    kind: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Found:
    """Threads the viewer may see that match, title hits first, then the newest.

    Raises ``ValidationError`` for a cursor that is not ours.
    """
    if not search_text.query_terms(query):
        return Found([], None)
    is_titles_only = search_text.query_lexemes(query) is None
    threads, following = _page(
        Thread.objects.visible_to(viewer).filter(**_narrowed(product, kind)).select_related("product"),
        query,
        product,
        cursor,
        limit,
    )
    places = _places([thread.pk for thread in threads], query, product)
    hits = [Hit(thread, places.get(thread.pk, [])) for thread in threads]
    return Found(hits, following, is_titles_only)


def _page(
    threads: QuerySet[Thread], query: str, product: Product | None, cursor: str | None, limit: int
) -> tuple[list[Thread], str | None]:
    """Threads whose title matches, newest first, then the others: two walks down the primary key.

    Each stops at the limit, so a common word costs no more than a rare one; one sort over every match would.
    """
    in_titles, before = read_cursor(cursor, ORDER) if cursor else (True, None)
    titles = Exists(_matching(query, product, titles_only=True).filter(thread=OuterRef("pk")))
    anywhere = Exists(_matching(query, product).filter(thread=OuterRef("pk")))
    found: list[Thread] = []
    for is_title, condition in ((True, Q(titles)), (False, Q(anywhere) & ~Q(titles))):
        if len(found) > limit or (is_title and not in_titles):
            continue
        rows = threads.filter(condition).order_by("-pk")
        if before is not None and is_title == in_titles:
            rows = rows.filter(pk__lt=before)
        for thread in rows[: limit + 1 - len(found)]:
            thread.is_title = is_title  # type: ignore[attr-defined]  # what the cursor stores beside the id
            found.append(thread)
    if len(found) <= limit:
        return found, None
    return found[:limit], write_cursor(found[limit - 1], ORDER)


def _narrowed(product: Product | None, kind: str | None) -> dict[str, object]:
    wanted: dict[str, object] = {}
    if product is not None:
        wanted["product"] = product
    if kind:
        wanted["kind"] = kind
    return wanted


def matching_threads(
    viewer: User, query: str, *, product: Product | None = None, kind: str | None = None
) -> QuerySet[Thread]:
    """The threads behind ``search``, unordered: for filters of other lists too."""
    if not search_text.query_terms(query):
        return Thread.objects.none()
    matching = _matching(query, product).values("thread_id")
    return Thread.objects.visible_to(viewer).filter(pk__in=matching, **_narrowed(product, kind))


def count_of(
    found: Found,
    viewer: User,
    query: str,
    *,
    product: Product | None = None,
    kind: str | None = None,
    cursor: str | None = None,
) -> int:
    """``count``, but a first page that is the only one has counted itself."""
    if found.next is None and cursor is None:
        return len(found.hits)
    return count(viewer, query, product=product, kind=kind)


def count(viewer: User, query: str, *, product: Product | None = None, kind: str | None = None) -> int:
    """How many threads match; never more than ``COUNT_LIMIT`` + 1, which reads 「1000+」."""
    return matching_threads(viewer, query, product=product, kind=kind)[: COUNT_LIMIT + 1].count()


def _matching(query: str, product: Product | None = None, *, titles_only: bool = False) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.filter(part="title") if titles_only else SearchEntry.objects.all()
    lexemes = search_text.query_lexemes(query, product.pk if product is not None else None)
    if lexemes is None:
        return entries.filter(_like(search_text.prefix_pattern(query)), part="title")
    entries = entries.filter(
        Func(
            F("vector"),
            Value(lexemes),
            template="(%(expressions)s::tsquery)",
            arg_joiner=" @@ ",
            output_field=BooleanField(),
        )
    )
    for term in search_text.query_terms(query):
        entries = entries.filter(_like(search_text.like_pattern(term)))
    return entries


def _like(pattern: str) -> Func:
    return Func(
        F("folded"),
        Value(pattern),
        template="(%(expressions)s)",
        arg_joiner=" LIKE ",
        output_field=BooleanField(),
    )


def _places(thread_ids: list[int], query: str, product: Product | None) -> dict[int, list[tuple[str, SafeString]]]:
    """The first places of each thread: part and snippet, title first. One query."""
    if not thread_ids:
        return {}
    order = [F("rank").desc(), F("pk").asc()]
    entries = (
        _matching(query, product)
        .filter(thread_id__in=thread_ids)
        .annotate(rank=Func(F("part"), template="(%(expressions)s = 'title')", output_field=BooleanField()))
        .annotate(number=Window(RowNumber(), partition_by="thread_id", order_by=order))
        .filter(number__lte=SNIPPETS)
        .order_by("thread_id", "number")
    )
    found: dict[int, list[tuple[str, SafeString]]] = {}
    for entry in entries:
        piece = mark_safe(search_text.snippet(entry.text, query))  # noqa: S308 - snippet() escapes all but <mark>
        found.setdefault(entry.thread_id, []).append((entry.part, piece))
    return found
