"""Requirements in a state, made through the actions, and the few things the tests of this floor say again."""

from __future__ import annotations

from typing import Any

from departments.models import Product
from requirements.actions import create, edit, move, releases, scope
from requirements.actions.feedback import log
from requirements.models import Customer, Feedback, Release, Requirement, Status
from tests.conftest import Cast

WAYS = {"待评审": [], "已排期": ["已排期"], "开发中": ["已排期", "开发中"], "已完成": ["已排期", "开发中", "已完成"]}


def make_requirement(
    cast: Cast,
    title: str = "按月导出对账单",
    *,
    step: str = "待评审",
    release_to: Release | None = None,
    **fields: Any,
) -> Requirement:
    """One of ``CLB`` by its manager; on a later step it has 韩磊 as its assignee."""
    fields.setdefault("actor", cast.chen)
    if step != "待评审":
        fields.setdefault("assignee", cast.han)
    requirement = create.create(product=cast.product, title=title, **fields)
    for name in WAYS[step]:
        requirement = move.move(requirement, actor=cast.chen, to=step_of(cast.product, name))
    if release_to is not None:
        requirement = scope.schedule(requirement, actor=cast.chen, to=release_to)
    return requirement


def make_feedback(cast: Cast, words: str = "导出太慢，要等半小时", **fields: Any) -> Feedback:
    """Something brought in about ``CLB``, by the liaison of 客服 unless told."""
    fields.setdefault("actor", cast.he)
    return log.log(product=cast.product, words=words, **fields)


def again(feedback: Feedback) -> Feedback:
    return Feedback.objects.with_people().with_voices().get(pk=feedback.pk)


def make_customer(name: str = "禾一餐饮", **fields: Any) -> Customer:
    return Customer.objects.create(name=name, **fields)


def step_of(product: Product, name: str) -> Status:
    return Status.objects.get(product=product, name=name)


def fresh(requirement: Requirement) -> Requirement:
    return Requirement.objects.with_people().get(pk=requirement.pk)


def path(requirement: Requirement, rest: str = "") -> str:
    return f"/requirements/{requirement.reference}/{rest}"


def api(requirement: Requirement, rest: str = "") -> str:
    return f"/api/v1/requirements/{requirement.reference}/{rest}"


def make_release(cast: Cast, name: str = "v3.2", **fields: Any) -> Release:
    return releases.plan(actor=cast.chen, product=cast.product, name=name, **fields)


def make_finished(cast: Cast, release: Release, title: str = "失败后自动重试", **fields: Any) -> Requirement:
    """One that is done and ships with the release."""
    made = scope.schedule(make_requirement(cast, title, **fields), actor=cast.chen, to=release)
    made = edit.edit(made, actor=cast.chen, revision=made.revision, assignee=cast.han)
    for name in WAYS["已完成"]:
        made = move.move(made, actor=cast.chen, to=step_of(cast.product, name))
    return made


def held(release: Release) -> list[str]:
    """The titles in it."""
    return list(release.requirements.order_by("number").values_list("title", flat=True))
