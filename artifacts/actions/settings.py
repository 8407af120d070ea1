"""Title, release, owner, confidentiality, receivers: what is not text and has one revision together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from artifacts import kinds, permissions
from artifacts import receivers as receiving
from artifacts.actions.create import checked_owner, checked_release, checked_title, write_receivers
from artifacts.actions.locking import locked_for_edit, record
from artifacts.models import Artifact, Receiver, SignOff, Version
from artifacts.receivers import ReceiverWish, audience_of, departments_of
from conversations.actions import threads
from departments.working_days import add_working_days
from pmcomms.ground.problems import StaleEdit

COPY = Receiver.Question.COPY


def change(
    artifact: Artifact,
    *,
    actor: User,
    revision: int,
    title: str | None = None,
    release: str | None = None,
    owner: User | None = None,
    is_confidential: bool | None = None,
) -> Artifact:
    """Change what is given, leave what is None. A new title is seen at once; versions keep theirs.

    Raises ``StaleEdit`` unless ``revision`` is the artifact's, ``PermissionDenied`` also when somebody who
    is no manager gives the artifact away or opens a confidential one.
    """
    wanted: dict[str, Any] = {}
    if title is not None:
        wanted["title"] = checked_title(title)
    if release is not None:
        wanted["release"] = checked_release(release)
    if owner is not None:
        wanted["owner"] = checked_owner(owner)
    if is_confidential is not None:
        wanted["is_confidential"] = is_confidential
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        changed = {name: value for name, value in wanted.items() if getattr(artifact, name) != value}
        if not changed:
            return artifact
        _check_revision(artifact, revision, mine=_plain(wanted))
        if {"owner", "is_confidential"} & changed.keys() and not permissions.can_manage(actor, artifact):
            raise PermissionDenied(_("Only the product's managers may change owner or confidentiality."))
        before = {name: getattr(artifact, name) for name in changed}
        for name, value in changed.items():
            setattr(artifact, name, value)
        artifact.revision += 1
        if "title" in changed:
            artifact.has_draft = True
            artifact.draft_revision += 1
        artifact.save(update_fields=[*changed, "revision", "has_draft", "draft_revision"])
        _follow(artifact, actor, changed)
        old, new = _plain(before), _plain(changed)
        record("artifact.settings_changed", artifact, actor, {name: [old[name], new[name]] for name in new})
    return artifact


def _follow(artifact: Artifact, actor: User, changed: dict[str, Any]) -> None:
    """What the thread has to know of a change."""
    thread = artifact.thread
    if "title" in changed:
        threads.retitle(thread, artifact.title)
    if "owner" in changed:
        thread.owner = artifact.owner
        thread.save(update_fields=["owner"])
    if "is_confidential" in changed:
        threads.set_audience(thread, actor=actor, audience=audience_of(artifact))


def set_receivers(artifact: Artifact, *, actor: User, revision: int, receivers: Sequence[ReceiverWish]) -> Artifact:
    """Address the artifact to just these parties.

    A department added gains sight at once and, when a version stands, is asked about it; one removed loses
    sight, and its open question is closed. Raises ``StaleEdit``, ``ValidationError``.
    """
    receiving.check(receivers)
    with transaction.atomic():
        artifact = locked_for_edit(artifact, actor)
        before = {_party(receiver): _wish_as_text(receiver) for receiver in _stored(artifact)}
        after = {wish.party: _wish_as_text(wish) for wish in receivers}
        if before == after:
            return artifact
        _check_revision(artifact, revision, mine=after)
        write_receivers(artifact, receivers)
        artifact.revision += 1
        artifact.save(update_fields=["revision"])
        threads.set_audience(artifact.thread, actor=actor, departments=departments_of(artifact))
        asked = _realign(artifact)
        changes: dict[str, Any] = {
            party: [before.get(party), after.get(party)]
            for party in sorted({*before, *after})
            if before.get(party) != after.get(party)
        }
        record("artifact.receivers_changed", artifact, actor, {**changes, "asked": asked})
    return artifact


def _realign(artifact: Artifact) -> list[str]:
    """Close what is asked no more, ask who is new about the standing version; returns the parties asked.

    Another question to a party that was asked already counts from the next version on.
    """
    version = artifact.version
    is_rolling = kinds.get(artifact.kind).is_rolling
    wanted = {row.department_id: row for row in _stored(artifact) if is_rolling or row.question != COPY}
    current = list(artifact.sign_offs.current())
    _drop([row.pk for row in current if row.department_id not in wanted])
    if version is None or is_rolling:
        return []
    there = {row.department_id for row in current if row.person_id is None}
    asked = []
    for receiver in wanted.values():
        is_own = receiver.department is None and _published_by_manager(artifact, version)
        if receiver.department_id not in there and not is_own:
            _ask(artifact, version, receiver)
            asked.append(_party(receiver))
    return asked


def _ask(artifact: Artifact, version: Version, receiver: Receiver) -> None:
    """A question about the standing version; one closed before is opened again, an answer counts again."""
    due_at = add_working_days(timezone.now(), receiver.response_days)
    row, is_new = SignOff.objects.get_or_create(
        version=version,
        department=receiver.department,
        person=None,
        defaults={
            "artifact": artifact,
            "question": receiver.question,
            "may_lapse": receiver.may_lapse,
            "due_at": due_at,
        },
    )
    if is_new:
        return
    row.is_current = True
    if row.state == SignOff.State.CLOSED:
        row.state, row.question, row.due_at = SignOff.State.WAITING, receiver.question, due_at
    row.save(update_fields=["is_current", "state", "question", "due_at"])


def _drop(ids: list[int]) -> None:
    """Ask no more; an answer given stays as evidence, but counts no longer."""
    SignOff.objects.filter(pk__in=ids).waiting().update(state=SignOff.State.CLOSED)
    SignOff.objects.filter(pk__in=ids).update(is_current=False)


def _published_by_manager(artifact: Artifact, version: Version) -> bool:
    return version.published_by is not None and permissions.can_manage(version.published_by, artifact)


def _stored(artifact: Artifact) -> list[Receiver]:
    return list(artifact.receivers.select_related("department").prefetch_related("signers"))


def _party(receiver: Receiver) -> str:
    return receiver.department.code if receiver.department else "managers"


def _wish_as_text(wish: Receiver | ReceiverWish) -> str:
    lapses = " lapses" if wish.may_lapse else ""
    return f"{wish.question} {wish.response_days}{lapses}"


def _check_revision(artifact: Artifact, revision: int, mine: Any) -> None:
    if artifact.revision != revision:
        theirs = _plain({name: getattr(artifact, name) for name in ("title", "release", "owner", "is_confidential")})
        raise StaleEdit(mine=mine, theirs=theirs, revision=artifact.revision)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.username if isinstance(value, User) else value for name, value in values.items()}
