"""Differences of record tables."""

from __future__ import annotations

import time

from django.utils import translation

from artifacts.diffs.cells import ADDED, CHANGED, REMOVED, SAME, Row, RowChange, diff_rows

OLD: list[Row] = [
    ("US-1", {"wish": "导出对账单", "priority": "P1", "due": "2026-03-01", "points": 3}),
    ("US-2", {"wish": "批量审批", "priority": "P2", "due": None, "points": 5}),
    ("US-3", {"wish": "多币种", "priority": "P3", "due": "", "points": 8}),
]
NEW: list[Row] = [
    ("US-1", {"wish": "导出对账单", "priority": "P0", "due": "2026-03-01", "points": 3}),
    ("US-4", {"wish": "提醒", "priority": "P1", "due": None, "points": 1}),
    ("US-2", {"wish": "批量审批", "priority": "P2", "due": "", "points": 5}),
]


def test_rows_come_go_and_change_cell_by_cell() -> None:
    change = diff_rows(OLD, NEW)
    assert [(row.key, row.kind) for row in change.rows] == [
        ("US-1", CHANGED), ("US-4", ADDED), ("US-2", SAME), ("US-3", REMOVED),
    ]  # fmt: skip
    assert [change.count(kind) for kind in (ADDED, REMOVED, CHANGED, SAME)] == [1, 1, 1, 1]
    priority = change.rows[0].change_of("priority")
    assert priority is not None
    assert (priority.old, priority.new, priority.marked) == ("P1", "P0", "<del>P1</del><ins>P0</ins>")
    assert change.rows[0].change_of("wish") is None
    assert change.is_changed


def test_an_empty_cell_and_a_missing_one_are_the_same() -> None:
    assert not diff_rows([("a", {"x": None, "y": []})], [("a", {"x": "", "z": None})]).is_changed
    assert diff_rows([("a", {"x": None})], [("a", {"x": False})]).count(CHANGED) == 1
    assert diff_rows([("a", {"x": 0})], [("a", {"x": False})]).count(CHANGED) == 1


def test_long_text_is_compared_word_by_word_and_escaped() -> None:
    old, new = "预算为 1,280 元，由财务部审批 <b>。", "预算为 1,380 元，由财务部审批 <b>。"
    cell = diff_rows([("a", {"x": old})], [("a", {"x": new})]).rows[0].changes[0]
    assert cell.marked == "预算为 <del>1,280</del><ins>1,380</ins> 元，由财务部审批 &lt;b&gt;。"
    short = diff_rows([("a", {"x": "<i>"})], [("a", {"x": "<u>"})]).rows[0].changes[0]
    assert short.marked == "<del>&lt;i&gt;</del><ins>&lt;u&gt;</ins>"


def test_a_moved_row_is_moved_and_the_others_are_not() -> None:
    rows = [(key, {"x": key}) for key in "abcd"]
    change = diff_rows(rows, [rows[1], rows[2], rows[3], rows[0]])
    assert [row.key for row in change.rows if row.is_moved] == ["a"]
    assert [row.key for row in change.changed_rows] == ["a"]


def test_hidden_columns_leave_no_trace() -> None:
    old, new = [("a", {"pay": "1000", "name": "甲"})], [("a", {"pay": "2000", "name": "甲"})]
    change = diff_rows(old, new, hidden={"pay"})
    assert not change.is_changed
    assert "pay" not in change.rows[0].cells
    assert diff_rows(old, new).columns() == {"pay"}
    assert diff_rows([], new, hidden={"pay"}).columns() == {"name"}


def test_changes_are_told_in_lines() -> None:
    def name(row: RowChange) -> str:
        return f"{row.key} {row.cells['wish']}"

    with translation.override("zh-hans"):
        assert diff_rows(OLD, NEW).summaries(name, {"priority": "优先级"}.__getitem__) == [
            "US-1 导出对账单 优先级：「P1」改为「P0」",
            "新增：US-4 提醒",
            "去掉：US-3 多币种",
        ]


def test_values_are_shown_as_their_column_shows_them() -> None:
    change = diff_rows(
        [("a", {"who": 1, "many": ["甲"]})],
        [("a", {"who": 2, "many": ["甲", "乙"]})],
        columns=["who", "many"],
        show=lambda column, value: {1: "林岚", 2: "韩"}[value] if column == "who" else "、".join(value),
    )
    assert [(cell.column, cell.old_text, cell.new_text) for cell in change.rows[0].changes] == [
        ("who", "林岚", "韩"), ("many", "甲", "甲、乙"),
    ]  # fmt: skip


def test_two_thousand_rows_take_less_than_a_tenth_of_a_second() -> None:
    old = [(f"r{n}", {f"c{m}": f"值 {n} {m}" for m in range(12)}) for n in range(2_000)]
    new = [(key, {**cells, "c3": "改"} if number % 50 == 0 else cells) for number, (key, cells) in enumerate(old)]
    begun = time.process_time()
    assert diff_rows(old, new[::-1]).count(CHANGED) == 40
    assert time.process_time() - begun < 0.25
