"""Artifacts made through the actions, for tests that need one in some state."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from artifacts.actions import answers, create, publish, rows, sections
from artifacts.models import Artifact, SignOff, Version
from tests.conftest import Cast


def make_artifact(cast: Cast, kind: str = "prd", title: str = "批量导出对账单", **fields: Any) -> Artifact:
    """A draft of the product's manager with a section and, for a PRD, a story."""
    artifact = create.create(actor=cast.chen, product=cast.product, kind=kind, title=title, **fields)
    if kind == "prd":
        write(artifact, cast.chen, "background", "<p>月末对账时只能逐条导出。</p>")
        rows.add_row(
            artifact, actor=cast.chen, table="stories", cells={"role": "财务主管", "wish": "按月导出全部对账单"}
        )
    return fresh(artifact)


def write(artifact: Artifact, actor: User, key: str, body: str) -> None:
    """Put text into a section, whatever its revision."""
    current = artifact.draft_sections.filter(key=key).first()
    revision = current.revision if current else 0
    sections.save_section(artifact, actor=actor, key=key, body=body, revision=revision)


def make_published(cast: Cast, kind: str = "prd", **fields: Any) -> Artifact:
    artifact = make_artifact(cast, kind, **fields)
    publish.publish(artifact, actor=cast.chen)
    return fresh(artifact)


def publish_again(artifact: Artifact, cast: Cast, body: str, key: str = "background") -> Version:
    write(artifact, cast.chen, key, body)
    return publish.publish(artifact, actor=cast.chen)


def sign_off_of(artifact: Artifact, code: str) -> SignOff:
    """The current question to a department ("managers" for the managers)."""
    department = None if code == "managers" else code
    rows = SignOff.objects.current().filter(artifact=artifact, person=None)
    return rows.get(department__code=department) if department else rows.get(department=None)


def answer_as(artifact: Artifact, code: str, actor: User, word: str = "agreed", **more: Any) -> SignOff:
    row = sign_off_of(artifact, code)
    return answers.answer(row, actor=actor, answer=word, content_hash=row.version.content_hash, **more)


def fresh(artifact: Artifact) -> Artifact:
    return Artifact.objects.with_people().get(pk=artifact.pk)
