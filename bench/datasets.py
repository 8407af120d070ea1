"""The data sets of the measurements, written set-based with COPY: *team*, *company*, *group*.

They are shapes, not stories: the demo company tells stories. Each is made once per database and kept;
asking for another size empties the tables first.
"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from artifacts import kinds as catalog
from artifacts.models import Artifact, SignOff, Version, VersionSection
from bench.phrases import Writer
from conversations.models import Comment, SearchEntry, Thread
from conversations.search_text import document_lexemes, fold
from departments.models import Department, Liaison, Membership, Product, ProductRole
from events.models import Event


@dataclass(frozen=True)
class Size:
    products: int
    people: int
    artifacts_per_product: int
    comments: int
    events: int


SIZES = {
    "team": Size(products=3, people=40, artifacts_per_product=30, comments=6_000, events=20_000),
    "company": Size(products=30, people=500, artifacts_per_product=60, comments=300_000, events=1_000_000),
    "group": Size(products=100, people=3_000, artifacts_per_product=100, comments=3_000_000, events=10_000_000),
}
HOT_COMMENTS = 200  # on the artifact page that is measured


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], batch: int = 20_000) -> int:
    """Write rows with COPY in batches; memory stays flat. Returns how many."""
    total = 0
    buffer, held = io.StringIO(), 0

    def flush() -> None:
        buffer.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", buffer)

    for row in rows:
        buffer.write("\t".join(_field(value) for value in row) + "\n")
        held += 1
        if held == batch:
            flush()
            total += held
            buffer, held = io.StringIO(), 0
    if held:
        flush()
    return total + held


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """``copy`` into a model's table; what is not given takes the model's default, so new fields need no change here."""
    missing = [field for field in model._meta.concrete_fields if field.column not in columns and not field.primary_key]
    rest = tuple(_default(field) for field in missing)
    names = (*columns, *(str(field.column) for field in missing))
    return copy(model._meta.db_table, names, ((*row, *rest) for row in rows))


def _default(field: Any) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now().isoformat()
    value = field.get_default()
    return json.dumps(value) if isinstance(value, dict | list) else value


def _empty() -> None:
    with connection.cursor() as cursor:
        names = [
            name
            for name in connection.introspection.table_names(cursor)
            if name != "django_migrations"
            and not name.startswith(("django_content", "auth_", "ground_"))
            and name not in ("departments_department", "departments_calendarday")
        ]
        cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in names) + " CASCADE")


def _people(size: Size, now: datetime.datetime) -> tuple[list[int], list[int]]:
    """Users, memberships, products, roles and liaisons; returns ids of products and people."""
    sign = User()
    sign.set_unusable_password()
    people = User.objects.bulk_create(
        [
            User(
                username=f"p{index}",
                full_name=f"同事{index}",
                email=f"p{index}@example.com",
                password=sign.password,
            )
            for index in range(size.people)
        ]
    )
    departments = list(Department.objects.filter(is_core=True))
    Membership.objects.bulk_create(
        [
            Membership(
                user=person,
                department=departments[index % len(departments)],
                role=Membership.Role.LEAD if index < len(departments) else Membership.Role.MEMBER,
            )
            for index, person in enumerate(people)
        ]
    )
    slugs = [kind.slug for kind in catalog.matrix_kinds()]
    products = Product.objects.bulk_create(
        [
            Product(
                key=f"B{index:03d}",
                name=f"产品 {index}",
                preset="full",
                kinds=slugs,
                last_artifact_number=500,
            )
            for index in range(size.products)
        ]
    )
    ProductRole.objects.bulk_create(
        [
            ProductRole(product=product, user=people[index % len(people)], role="manager")
            for index, product in enumerate(products)
        ]
    )
    Liaison.objects.bulk_create(
        [
            Liaison(product=product, department=department, user=people[(index + place) % len(people)])
            for index, product in enumerate(products)
            for place, department in enumerate(departments)
        ]
    )
    return [product.pk for product in products], [person.pk for person in people]


def make(name: str) -> None:
    """Fill the database with the data set ``name``; nothing is done when it is there already."""
    size = SIZES[name]
    if Product.objects.filter(key=f"B{size.products - 1:03d}").exists() and Product.objects.count() == size.products:
        return
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        _empty()
        now = timezone.now()
        products, people = _people(size, now)
        _artifacts(size, products, people, now)
        _comments(size, products, people, now)
        _events(size, products, people, now)
        _reset_sequences()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; ANALYZE")


def _artifacts(size: Size, products: list[int], people: list[int], now: datetime.datetime) -> None:
    kinds = list(catalog.matrix_kinds())
    departments = {department.code: department.pk for department in Department.objects.all()}
    writer = Writer()
    each = size.artifacts_per_product
    total = len(products) * each
    home = [kinds[(number - 1) % each % len(kinds)] for number in range(1, total + 1)]
    product_of = [products[index // each] for index in range(total)]
    text = [writer.paragraph(6) for _ in range(total)]
    moment = now.isoformat()
    copy_rows(
        Thread,
        ("id", "kind", "subject_id", "reference", "title", "address", "product_id", "audience", "owner_id", "opened_at",
         "current_version", "created_at"),
        (
            (i + 1, "artifact", i + 1, f"B{i // each:03d}-D{i % each + 1}", f"{home[i].name} {i % each + 1}",
             f"/artifacts/B{i // each:03d}-D{i % each + 1}/", product_of[i], "departments", people[i % len(people)], moment, 1, moment)
            for i in range(total)
        ),
    )  # fmt: skip
    copy(
        "conversations_thread_departments",
        ("thread_id", "department_id"),
        ((i + 1, departments[str(home[i].department)]) for i in range(total)),
    )
    copy_rows(
        Artifact,
        ("id", "thread_id", "product_id", "kind", "number", "title", "owner_id", "is_confidential", "has_draft", "release",
         "stale_reason", "created_at", "revision"),
        (
            (i + 1, i + 1, product_of[i], home[i].slug, i % each + 1, f"{home[i].name} {i % each + 1}", people[i % len(people)],
             False, False, "v3.2", "", moment, 1)
            for i in range(total)
        ),
    )  # fmt: skip
    copy_rows(
        Version,
        ("id", "artifact_id", "sequence", "number", "erratum", "title", "summary", "material_changes", "content_hash",
         "material_hashes", "characters_added", "characters_removed", "published_by_id", "published_at"),
        (
            (i + 1, i + 1, 1, 1, 0, f"{home[i].name} {i % each + 1}", "首次发起", "[]", f"{i:064x}", "{}", 900, 0,
             people[i % len(people)], moment)
            for i in range(total)
        ),
    )  # fmt: skip
    copy_rows(
        VersionSection,
        ("artifact_id", "key", "title", "body", "ordering", "from_version", "is_redacted"),
        (
            (i + 1, section.key, "", f'<p data-id="b{place}">{text[i]}</p>', place, 1, False)
            for i in range(total)
            for place, section in enumerate(home[i].sections)
        ),
    )
    due = (now + datetime.timedelta(days=2)).isoformat()
    copy_rows(
        SignOff,
        ("artifact_id", "version_id", "department_id", "question", "may_lapse", "state", "due_at", "answer", "ground", "answered_at",
         "answered_by_id", "is_by_token", "content_hash", "created_at", "revision"),
        (
            (i + 1, i + 1, departments[str(home[i].department)], "agree", False, *(
                ("answered", due, "agreed", "", moment, people[i % len(people)]) if i % 5 else ("waiting", due, "", "", None, None)
            ), False, "", moment, 1)
            for i in range(total)
        ),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("UPDATE artifacts_artifact SET version_id = id")
    copy_rows(
        SearchEntry,
        ("thread_id", "part", "text", "folded", "vector", "updated_at"),
        (
            (i + 1, f"section:{section.key}", text[i], fold(text[i]), lexemes, moment)
            for i in range(total)
            for lexemes in (document_lexemes(text[i], product_of[i]),)
            for section in home[i].sections[:3]
        ),
    )


def _comments(size: Size, products: list[int], people: list[int], now: datetime.datetime) -> None:
    """The first artifact's thread gets ``HOT_COMMENTS``; the rest is spread evenly over the others."""
    writer = Writer(11)
    threads = len(products) * size.artifacts_per_product
    each = size.artifacts_per_product
    bodies = [writer.sentence() for _ in range(5_000)]

    def thread_of(index: int) -> int:
        return 1 if index < HOT_COMMENTS else 2 + index % (threads - 1)

    moment = now.isoformat()
    copy_rows(
        Comment,
        ("id", "thread_id", "author_id", "body", "source", "anchor", "anchor_key", "quote", "created_at", "is_by_token", "revision"),
        (
            (index + 1, thread_of(index), people[index % len(people)], f"<p>{bodies[index % 5000]}</p>", bodies[index % 5000],
             "", "", "", moment, False, 1)
            for index in range(size.comments)
        ),
    )  # fmt: skip
    vectors: dict[tuple[int, int], str] = {}

    def entry(index: int) -> tuple[Any, ...]:
        body, thread = bodies[index % 5000], thread_of(index)
        product = products[(thread - 1) // each]
        key = (index % 5000, product)
        if key not in vectors:
            vectors[key] = document_lexemes(body, product)
        return (thread, f"comment:{index + 1}", body, fold(body), vectors[key], moment)

    copy_rows(
        SearchEntry,
        ("thread_id", "part", "text", "folded", "vector", "updated_at"),
        (entry(index) for index in range(size.comments)),
    )


def _events(size: Size, products: list[int], people: list[int], now: datetime.datetime) -> None:
    threads = len(products) * size.artifacts_per_product
    each = size.artifacts_per_product
    changes = json.dumps({})
    copy_rows(
        Event,
        ("kind", "actor_id", "token_id", "subject_kind", "subject_id", "thread_id", "product_id", "changes", "created_at", "position"),
        (
            ("comment.added", people[index % len(people)], "", "comment", index % size.comments + 1, index % threads + 1,
             products[index % threads // each], changes, (now - datetime.timedelta(seconds=size.events - index)).isoformat(), index + 1)
            for index in range(size.events)
        ),
    )  # fmt: skip


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for table in (
            "conversations_thread",
            "artifacts_artifact",
            "artifacts_version",
            "conversations_comment",
        ):
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM " + table + "))",  # noqa: S608 - names of our own tables
                [table],
            )


if __name__ == "__main__":
    import os
    import sys

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")
    django.setup()
    make(sys.argv[1])
