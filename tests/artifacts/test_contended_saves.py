"""Eight people save at once: every text is stored or kept, none is lost without a word."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from artifacts import content
from artifacts.actions import answers, asking, publish, rows, sections
from artifacts.models import Artifact, RefusedPart, SignOff
from events.models import Event
from pmcomms.ground.problems import InvalidTransition, StaleEdit
from tests import make
from tests.artifacts.making import fresh, make_artifact, make_published, sign_off_of
from tests.conftest import Cast, build_cast

THREADS, SAVES = 8, 80

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: Any) -> Any:
    return build_cast()


def run_together(work: Any, count: int = THREADS) -> None:
    """Start ``work(number)`` in threads at one moment; a failure in any fails the test."""
    barrier, failures = threading.Barrier(count), []

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=20)
            work(number)
        except Exception as error:  # noqa: BLE001 - handed to the test, which fails with it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    assert not failures, failures


def test_six_hundred_saves_of_one_section_lose_nothing(cast: Cast) -> None:
    artifact = make_artifact(cast)
    outcomes: Counter[str] = Counter()
    stored: list[str] = []

    def work(number: int) -> None:
        revision = 0
        for count in range(SAVES):
            text = f"第{number}人的第{count}稿"
            try:
                saved = sections.save_section(
                    artifact, actor=cast.chen, key="users", body=f"<p>{text}</p>", revision=revision
                )
                revision = saved.revision
                outcomes["stored"] += 1
                stored.append(text)
            except StaleEdit as refusal:
                revision = refusal.revision or 0
                outcomes["refused"] += 1

    run_together(work)
    assert outcomes["stored"] + outcomes["refused"] == THREADS * SAVES
    assert outcomes["stored"] > 0 and outcomes["refused"] > 0
    kept = [row.content["body"] for row in RefusedPart.objects.all()]
    assert len(kept) == outcomes["refused"]
    everything = "".join([*stored, *kept])
    for number in range(THREADS):
        for count in range(SAVES):
            assert f"第{number}人的第{count}稿" in everything
    last = content.read_draft(artifact, None).section("users")
    assert any(text in last.body for text in stored)


def test_saves_of_different_parts_never_meet(cast: Cast) -> None:
    artifact = make_artifact(cast)
    made = [rows.add_row(artifact, actor=cast.chen, table="stories").row for _ in range(THREADS)]

    def work(number: int) -> None:
        row = made[number]
        revision = row.revision
        for count in range(SAVES):
            saved = rows.save_row(
                artifact, actor=cast.chen, table="stories", key=row.row_key, cells={"role": f"{number}-{count}"},
                revision=revision,
            )  # fmt: skip
            revision = saved.row.revision

    run_together(work)
    assert not RefusedPart.objects.exists()
    for number, row in enumerate(made):
        row.refresh_from_db()
        assert row.cells["role"] == f"{number}-{SAVES - 1}"


def test_two_publishes_at_once_are_one(cast: Cast) -> None:
    artifact = make_artifact(cast)
    found = []

    def work(number: int) -> None:
        found.append(publish.publish(artifact, actor=cast.chen).pk)

    run_together(work, 4)
    assert len(set(found)) == 1
    assert fresh(artifact).versions.count() == 1 and Event.objects.filter(kind="artifact.published").count() == 1


def test_an_edit_beside_a_publish_is_in_the_version_or_in_the_draft(cast: Cast) -> None:
    for attempt in range(5):
        artifact = make_artifact(cast, title=f"文档 {attempt}")

        def work(number: int, artifact: Artifact = artifact) -> None:
            if number:
                publish.publish(artifact, actor=cast.chen)
            else:
                sections.save_section(artifact, actor=cast.chen, key="users", body="<p>新</p>", revision=0)

        run_together(work, 2)
        now = fresh(artifact)
        in_version = content.read_version(now, now.version, None).section("users") is not None
        assert in_version != now.has_draft


def test_two_approvers_at_once_give_exactly_one_answer(cast: Cast) -> None:
    for _ in range(5):
        artifact = make_published(cast, "budget")
        row = sign_off_of(artifact, "finance")
        outcomes: list[str] = []

        def work(number: int, row: SignOff = row, outcomes: list[str] = outcomes) -> None:
            actor, word = ((cast.lin, "agreed"), (cast.zhou, "returned"))[number]
            try:
                answers.answer(
                    row, actor=actor, answer=word, content_hash=row.version.content_hash, ground="单价不一致"
                )
                outcomes.append(word)
            except InvalidTransition:
                outcomes.append("second")

        run_together(work, 2)
        row.refresh_from_db()
        assert sorted(outcomes) in (["agreed", "second"], ["returned", "second"])
        assert Event.objects.filter(kind="sign_off.answered", subject_id=row.pk).count() == 1
        assert row.answer in outcomes


def test_twenty_co_signers_at_once_are_all_counted(cast: Cast) -> None:
    artifact = make_published(cast)
    signers = [make.make_user() for _ in range(20)]
    for person in signers:
        asking.add_signer(artifact, actor=cast.chen, department=cast.rd, person=person)

    def work(number: int) -> None:
        for person in signers[number::4]:
            row = SignOff.objects.get(artifact=artifact, person=person)
            answers.answer(row, actor=person, answer="agreed", content_hash=row.version.content_hash)

    run_together(work, 4)
    assert artifact.sign_offs.filter(person__isnull=False, answer="agreed").count() == 20
    assert Event.objects.filter(kind="sign_off.answered").count() == 20
