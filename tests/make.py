"""Plain functions that make one row of a thing for a test, with sensible defaults."""

from __future__ import annotations

import functools
import itertools
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import User
from conversations.models import Thread
from departments.models import Department, Liaison, Membership, Product, ProductRole

_count = itertools.count(1)


@functools.cache
def hashed_password() -> str:
    """Hashed once: hashing is slow by design, and a cast has fifteen people."""
    return make_password("correct-horse-battery")


def make_user(username: str = "", full_name: str = "", **fields: Any) -> User:
    username = username or f"person{next(_count)}"
    user = User(username=username, full_name=full_name or username, email=f"{username}@example.com", **fields)
    user.password = hashed_password()
    user.save()
    return user


def make_department(code: str, name_zh: str = "", name_en: str = "") -> Department:
    department, _ = Department.objects.get_or_create(
        code=code, defaults={"name_zh": name_zh or code, "name_en": name_en or code.title()}
    )
    return department


def core_departments() -> dict[str, Department]:
    """The six by code. The migration makes them; a test with real commits empties the table behind itself."""
    if not Department.objects.filter(is_core=True).exists():
        import_module("departments.migrations.0002_seed_departments").seed(apps, None)
    return {department.code: department for department in Department.objects.filter(is_core=True)}


def make_membership(user: User, department: Department, role: str = Membership.Role.MEMBER) -> Membership:
    return Membership.objects.create(user=user, department=department, role=role)


def make_product(key: str = "", name: str = "", manager: User | None = None, **fields: Any) -> Product:
    key = key or f"P{next(_count)}"
    product = Product.objects.create(key=key, name=name or f"产品 {key}", **fields)
    if manager is not None:
        ProductRole.objects.create(product=product, user=manager, role=ProductRole.Role.MANAGER)
    return product


def make_role(product: Product, user: User, role: str) -> ProductRole:
    return ProductRole.objects.create(product=product, user=user, role=role)


def make_liaison(product: Product, department: Department, user: User, *, is_backup: bool = False) -> Liaison:
    return Liaison.objects.create(product=product, department=department, user=user, is_backup=is_backup)


def make_thread(
    product: Product | None,
    owner: User,
    *departments: Department,
    audience: str = Thread.Audience.DEPARTMENTS,
    title: str = "一条讨论",
    is_open: bool = True,
    kind: str = "meeting-note",
) -> Thread:
    """A bare thread, for tests of the conversations floor alone."""
    thread = Thread.objects.create(
        kind=kind,
        title=title,
        address="/",
        product=product,
        owner=owner,
        audience=audience,
        opened_at=timezone.now() if is_open else None,
    )
    thread.departments.set(departments)
    return thread
