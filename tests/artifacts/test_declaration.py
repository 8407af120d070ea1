"""A declaration that contradicts itself fails when it is written, not when somebody uses it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from artifacts.declaration import (
    ACKNOWLEDGE,
    AGREE,
    PERSON,
    ROLLING,
    Column,
    DeclarationError,
    Kind,
    Receiver,
    Section,
    Table,
    Todo,
)
from artifacts.kinds import _checked

OWNER, DUE = Column("owner", "Owner", "person"), Column("due_on", "Due on", "date")
DONE = Column("done", "Done", "yes_no", filled_by=(PERSON,))
TASK = Column("task", "Task", is_key=True)


def kind(**more: Any) -> Kind:
    return Kind(**{"code": "XX-1", "slug": "x", "name": "X", "department": "rd", **more})


def table(**more: Any) -> Table:
    return Table(**{"key": "tasks", "name": "Tasks", "columns": (TASK, OWNER, DUE, DONE), "row_prefix": "T", **more})


@pytest.mark.parametrize(
    ("declare", "sentence"),
    [
        (lambda: Column("a", "A", "colour"), "unknown type"),
        (lambda: Column("a", "A", "single_choice"), "choices and type disagree"),
        (lambda: Column("a", "A", choices=(("x", "X"),)), "choices and type disagree"),
        (lambda: Column("a", "A", "single_choice", choices=(("x", "X"), ("x", "Y"))), "declared twice"),
        (lambda: Column("a", "A", "computed", computed="magic"), "unknown function"),
        (lambda: Column("a", "A", "row_reference"), "reference table"),
        (lambda: Column("a", "A", filled_by=("legal",)), "unknown party legal"),
        (lambda: Column("a", "A", visible_to=("everyone",)), "unknown party everyone"),
        (lambda: Column("a", "A", "money", currency="XYZ"), "unknown currency"),
        (lambda: Column("a", "A", checked_on=True), "checked_on needs a date"),
        (lambda: table(columns=(TASK, TASK)), "declared twice: task"),
        (lambda: table(columns=(Column("Due On", "D"),)), "not a lower-case identifier"),
        (lambda: table(todo=Todo("somebody", "due_on")), "unknown column 'somebody'"),
        (lambda: table(todo=Todo("task", "due_on")), "not of type person"),
        (
            lambda: table(columns=(TASK, OWNER, DUE, Column("done", "D", "yes_no")), todo=Todo("owner", "due_on")),
            "person",
        ),
        (lambda: table(concerns="task"), "not of type departments"),
        (lambda: Receiver("legal", AGREE), "unknown party"),
        (lambda: Receiver("rd", "maybe"), "unknown question"),
        (lambda: Receiver("rd", AGREE, may_lapse=True), "only 已阅 may lapse"),
        (lambda: Section("a", "A", departments=("legal",)), "unknown party"),
        (lambda: kind(mode=ROLLING), "mode and period disagree"),
        (lambda: kind(department="legal"), "unknown department"),
        (lambda: kind(presets=("light", "full")), "light is part of standard"),
        (lambda: kind(sections=(Section("a", "A"), Section("a", "B"))), "declared twice: a"),
        (lambda: kind(tables=(table(), table())), "declared twice: tasks"),
        (lambda: kind(receivers=(Receiver("rd", AGREE), Receiver("rd", ACKNOWLEDGE))), "receiver is declared twice"),
        (lambda: kind(receivers=(Receiver("rd", ACKNOWLEDGE, on_change_of="nothing"),)), "unknown table"),
        (
            lambda: kind(tables=(table(columns=(Column("a", "A", "row_reference", reference_table="gone"),)),)),
            "unknown table",
        ),
        (lambda: _checked((kind(), kind())), "declared twice"),
        (lambda: _checked((kind(stale_when=("nothing",)),)), "unknown nothing"),
        (lambda: _checked((kind(signals=("nothing",)),)), "unknown nothing"),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(declare: Any, sentence: str) -> None:
    with pytest.raises(DeclarationError, match=sentence):
        declare()


def test_a_table_knows_who_writes_which_column() -> None:
    tasks = table(
        columns=(TASK, OWNER, DUE, DONE, Column("rate", "Rate", "money", visible_to=("finance",))),
        todo=Todo("owner", "due_on", title="task"),
    )
    assert [column.key for column in tasks.own_columns] == ["task", "owner", "due_on", "rate"]
    assert [column.key for column in tasks.filled_columns] == ["done"]
    assert [column.key for column in tasks.masked_columns] == ["rate"]
    assert [column.key for column in tasks.key_columns] == ["task"]
    assert tasks.label_column.key == "task"
    assert tasks.find_column("gone") is None
    with pytest.raises(KeyError):
        tasks.column("gone")


def test_a_header_is_recognised_by_name_key_or_alias() -> None:
    tasks = table(columns=(TASK, Column("due_on", "Due on", "date", aliases=("截止日期", "完成时间"))))
    for header in ("Due on", "due_on", "DUE ON", " 截止日期：", "完成时间"):
        found = tasks.column_for_header(header)
        assert found is not None
        assert found.key == "due_on"
    assert tasks.column_for_header("负责人") is None
    assert tasks.column_for_header("  ") is None


@pytest.mark.parametrize(
    "heading",
    [
        "范围外",
        "3. 范围外",
        "3.1 范围外",
        "三、范围外",
        "（三）范围外",
        "第三章 范围外",
        "3范围外",
        "【范围外】",
        "Out of scope:",
        "范围 外",
    ],
)
def test_a_heading_means_its_section_with_or_without_a_number(heading: str) -> None:
    scope = kind(sections=(Section("boundary", "Out of scope", aliases=("范围外",)),))
    with translation.override("en"):
        found = scope.section_for_heading(heading)
    assert found is not None
    assert found.key == "boundary"


def test_a_heading_that_only_resembles_one_is_not_guessed() -> None:
    scope = kind(sections=(Section("boundary", "Out of scope", aliases=("范围外",)),))
    assert scope.section_for_heading("范围外的第三方") is None
    assert scope.section_for_heading("3.") is None


def test_only_what_is_asked_every_time_is_a_default_receiver() -> None:
    schedule = kind(
        tables=(table(),),
        receivers=(Receiver("rd", AGREE), Receiver("sales", "none"), Receiver("rd", ACKNOWLEDGE, on_change_of="tasks")),
    )
    assert [(receiver.party, receiver.question) for receiver in schedule.default_receivers] == [("rd", AGREE)]
