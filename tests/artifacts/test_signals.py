"""What records say by themselves, and what is still missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from artifacts import kinds, signals
from artifacts.signals import Context, Row, Signal

TODAY = datetime.date(2026, 11, 23)  # a Monday


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def weekdays_between(start: datetime.date, end: datetime.date) -> int:
    """Monday to Friday, enough for these dates."""
    if end < start:
        return -weekdays_between(end, start)
    days = (start + datetime.timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 for day in days)


def rows(prefix: str, *cells: dict[str, Any]) -> list[Row]:
    return [Row(f"{prefix}-{number}", each) for number, each in enumerate(cells, start=1)]


def said(slug: str, code: str, tables: dict[str, list[Row]], **more: Any) -> Signal | None:
    context = Context(rows=tables, today=TODAY, working_days_between=weekdays_between, **more)
    return {each.code: each for each in signals.compute(kinds.get(slug), context)}.get(code)


def level(slug: str, code: str, tables: dict[str, list[Row]], **more: Any) -> str | None:
    found = said(slug, code, tables, **more)
    return found.level if found else None


def test_an_empty_document_says_nothing() -> None:
    for kind in kinds.all_kinds():
        context = Context(rows={}, today=TODAY, working_days_between=weekdays_between)
        assert signals.compute(kind, context) == []


def test_a_story_without_acceptance_is_named_unless_it_is_not_for_this_time() -> None:
    stories = rows("US", {}, {}, {"moscow": "wont"})
    found = said("prd", "stories_without_acceptance", {"stories": stories, "acceptance": rows("AC", {"story": "US-1"})})
    assert found is not None
    assert (found.level, found.rows) == ("warn", (("stories", "US-2"),))
    assert found.label == "1 stories without acceptance criteria: US-2"
    assert found.rule.startswith("Every story needs")
    both = rows("AC", {"story": "US-1"}, {"story": "US-2"})
    assert level("prd", "stories_without_acceptance", {"stories": stories, "acceptance": both}) == "ok"


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (("as_written", "as_written"), "ok"),
        (("as_written", None), "warn"),
        (("deviates", None), "bad"),
        (("not_built",), "bad"),
    ],
)
def test_acceptance_is_judged_row_by_row(outcomes: tuple[str | None, ...], expected: str) -> None:
    acceptance = rows("AC", *({"outcome": outcome} for outcome in outcomes))
    assert level("prd", "acceptance_without_outcome", {"acceptance": acceptance}) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"due_on": "2026-11-22"}, "bad"),
        ({"due_on": "2026-11-23"}, "ok"),
        ({"due_on": "2026-11-22", "done": True}, "ok"),
        ({"due_on": "2026-11-22", "answer": "按第 3 版"}, "ok"),
        ({}, "ok"),
    ],
)
def test_an_open_question_is_late_the_day_after_its_day(cells: dict[str, Any], expected: str) -> None:
    assert level("prd", "open_questions_past_due", {"open_questions": rows("Q", cells)}) == expected


def test_a_goal_needs_a_tracking_event() -> None:
    tables = {"goals": rows("G", {}, {}), "tracking": rows("TE", {"goal": "G-2"})}
    found = said("prd", "goals_without_tracking", tables)
    assert found is not None
    assert found.rows == (("goals", "G-1"),)


@pytest.mark.parametrize(
    ("baseline", "current", "expected", "short"),
    [
        ("2026-11-20", "2026-11-20", "ok", "on time"),
        ("2026-11-20", "2026-11-19", "ok", "on time"),
        ("2026-11-20", "2026-11-23", "warn", "1 d behind"),
        ("2026-11-20", "2026-11-25", "warn", "3 d behind"),
        ("2026-11-20", "2026-11-26", "bad", "4 d behind"),
    ],
)
def test_slip_counts_working_days_against_the_baseline(baseline: str, current: str, expected: str, short: str) -> None:
    milestones = rows("M", {"milestone": "联调", "baseline_on": baseline, "current_on": current})
    found = said("schedule", "milestone_slip", {"milestones": milestones})
    assert found is not None
    assert (found.level, found.short) == (expected, short)


def test_the_actual_date_counts_once_it_is_known() -> None:
    cells = {"milestone": "联调", "baseline_on": "2026-11-20", "current_on": "2026-11-30", "actual_on": "2026-11-20"}
    assert level("schedule", "milestone_slip", {"milestones": rows("M", cells)}) == "ok"
    assert level("schedule", "late_milestones", {"milestones": rows("M", cells)}) == "ok"


def test_a_milestone_past_its_day_and_the_tasks_behind_a_moved_one_are_named() -> None:
    milestones = rows("M", {"baseline_on": "2026-11-18", "current_on": "2026-11-20"}, {"current_on": "2026-11-23"})
    tasks = rows("T", {"milestone": "M-1"}, {"milestone": "M-1", "done": True}, {"milestone": "M-2"})
    late = said("schedule", "late_milestones", {"milestones": milestones})
    behind = said("schedule", "behind_slipped_milestone", {"milestones": milestones, "tasks": tasks})
    assert late is not None
    assert behind is not None
    assert (late.rows, behind.rows) == ((("milestones", "M-1"),), (("tasks", "T-1"),))


def test_the_critical_path_ends_with_the_last_task_and_survives_a_ring() -> None:
    tasks = rows(
        "T",
        {"task": "设计", "end_on": "2026-11-10"},
        {"task": "开发", "end_on": "2026-11-20", "after": "T-1"},
        {"task": "文案", "end_on": "2026-11-12"},
        {"task": "测试", "end_on": "2026-11-27", "after": "T-2"},
    )
    found = said("schedule", "critical_path", {"tasks": tasks})
    assert found is not None
    assert "设计 → 开发 → 测试" in found.label
    ring = rows("T", {"end_on": "2026-11-10", "after": "T-2"}, {"end_on": "2026-11-11", "after": "T-1"})
    assert level("schedule", "critical_path", {"tasks": ring}) == "ok"


@pytest.mark.parametrize(("days", "expected"), [(0, "ok"), (7, "ok"), (8, "warn"), (14, "warn"), (15, "bad")])
def test_a_living_record_grows_old(days: int, expected: str) -> None:
    updated = TODAY - datetime.timedelta(days=days)
    assert level("schedule", "days_since_update", {}, last_updated_on=updated) == expected


def test_the_pass_rate_is_of_the_cases_run_and_knows_its_trend() -> None:
    cases = rows("CC", {"run": 100, "passed": 97}, {"run": 100, "passed": 89}, {"total": 50})
    found = said("quality", "pass_rate", {"cases": cases}, previous={"cases": rows("CC", {"run": 10, "passed": 9})})
    assert found is not None
    assert (found.level, found.label) == ("warn", "Pass rate 93.0% (+3.0 points since the last version)")
    assert level("quality", "pass_rate", {"cases": rows("CC", {"run": 0, "passed": 0})}) is None


def test_what_forbids_a_release_is_loud() -> None:
    assert level("quality", "open_severe_defects", {"defects": rows("D", {"severity": "critical", "open": 1})}) == "bad"
    assert level("quality", "open_severe_defects", {"defects": rows("D", {"severity": "minor", "open": 9})}) == "ok"
    assert level("quality", "criteria_not_met", {"criteria": rows("C", {"is_met": True}, {"is_met": False})}) == "bad"
    assert level("quality", "criteria_not_met", {"criteria": rows("C", {"is_met": True}, {})}) == "warn"
    assert level("quality", "requirements_without_pass", {"coverage": rows("CV", {"passed": 0})}) == "bad"
    assert level("quality", "left_over_not_accepted", {"left_over": rows("LD", {"accepted": False})}) == "bad"
    assert level("quality", "left_over_not_accepted", {"left_over": rows("LD", {})}) == "warn"


def test_person_days_are_added_exactly_and_held_against_the_capacity() -> None:
    estimates = {"estimates": rows("E", {"person_days": "0.1"}, {"person_days": "0.2"}, {})}
    found = said("technical-plan", "person_days", estimates)
    assert found is not None
    assert found.label == "0.3 person-days"
    assert (
        level("technical-plan", "person_days", {"estimates": rows("E", {"person_days": "20"})}, capacity_days=15)
        == "bad"
    )


def test_a_plan_names_stories_without_a_word_limits_without_answer_and_risks_without_owner() -> None:
    feasibility = {"feasibility": rows("F", {"feasible": "ok"}, {}, {"feasible": "with_limits"})}
    unknown = said("technical-plan", "stories_without_feasibility", feasibility)
    waiting = said("technical-plan", "limits_without_answer", feasibility)
    assert unknown is not None
    assert waiting is not None
    assert (unknown.rows, waiting.rows) == ((("feasibility", "F-2"),), (("feasibility", "F-3"),))
    assert level("technical-plan", "risks_without_owner", {"risks": rows("R", {"owner": 1}, {"owner": None})}) == "warn"
    refused = {"feasibility": rows("F", {"feasible": "not_possible"})}
    assert level("technical-plan", "stories_without_feasibility", refused) == "bad"


def test_rows_past_due_and_rows_to_check_are_found_in_every_kind_that_has_them() -> None:
    countdown = rows("CD", {"due_on": "2026-11-22"}, {"due_on": "2026-11-22", "done": True}, {"due_on": "2026-11-24"})
    late = said("launch-event", "todos_past_due", {"countdown": countdown})
    assert late is not None
    assert late.rows == (("countdown", "CD-1"),)
    cards = rows("BC", {"last_checked_on": "2026-08-25"}, {"last_checked_on": "2026-08-24"}, {})
    check = said("sales-material", "rows_to_check", {"battlecards": cards})
    assert check is not None
    assert [key for _table, key in check.rows] == ["BC-2", "BC-3"]


def test_overspending_is_told_only_to_those_who_see_the_amounts() -> None:
    def month(actual: str) -> dict[str, list[Row]]:
        money = {"budget": {"amount": "100.00", "currency": "CNY"}, "actual": {"amount": actual, "currency": "CNY"}}
        return {"closes": rows("MC", money)}

    assert [level("cost-control", "overspend", month(actual)) for actual in ("79.00", "80.00", "100.00")] == [
        "ok",
        "warn",
        "bad",
    ]
    found = said("cost-control", "overspend", month("106.00"))
    assert found is not None
    assert found.visible_to == ("finance", "leads", "managers")


def test_the_loudest_comes_first() -> None:
    tables = {"stories": rows("US", {}), "open_questions": rows("Q", {"due_on": "2026-11-01"}), "goals": rows("G", {})}
    found = signals.compute(kinds.get("prd"), Context(tables, TODAY, weekdays_between))
    assert [each.level for each in found] == ["bad", "warn", "warn"]
    assert signals.worst(found) == "bad"
    assert signals.worst([]) == "ok"


FULL_TEXT = {"background": "<p>月末对账只能逐条导出。</p>", "boundary": "<p><img src='x'></p>"}
FULL_ROWS = {
    "stories": rows("US", {"role": "财务主管", "wish": "按月导出"}),
    "acceptance": rows("AC", {"then": "10 万行不超过 60 秒"}),
    "goals": rows("G", {"metric": "导出成功率", "target": "≥ 99.5%"}),
    "tracking": rows("TE", {"event": "export_done", "trigger": "导出完成"}),
}


def test_completeness_counts_the_expected_parts_and_names_the_missing() -> None:
    prd = kinds.get("prd")
    assert signals.completeness(prd, FULL_TEXT | {"free-1": "<p>甲</p>"}, {}).missing
    assert signals.completeness(prd, FULL_TEXT, FULL_ROWS) == signals.Completeness(6, 6, ())
    without_tracking = {key: value for key, value in FULL_ROWS.items() if key != "tracking"}
    thin = signals.completeness(prd, FULL_TEXT, without_tracking)
    assert (thin.have, thin.of, thin.missing) == (5, 6, ("Tracking events",))
    assert not thin.is_complete


def test_a_row_without_its_expected_cell_leaves_its_table_incomplete() -> None:
    half = {**FULL_ROWS, "stories": rows("US", {"role": "财务主管"})}
    assert signals.completeness(kinds.get("prd"), FULL_TEXT, half).missing == ("User stories: I want",)


@pytest.mark.parametrize("html", ["", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>\n", "<p data-id='a'> \u200b </p>"])
def test_a_section_without_words_or_pictures_is_blank(html: str) -> None:
    assert signals.is_blank(html)
    assert not signals.is_blank(html + "<p>字</p>")


def test_a_general_document_may_have_its_text_in_free_sections() -> None:
    general = kinds.get("general-document")
    assert signals.completeness(general, {"free-1": "<p>甲</p>"}, {}).is_complete
    assert not signals.completeness(general, {"free-1": "<p> </p>"}, {}).is_complete
    assert not signals.completeness(general, {}, {}).is_complete
