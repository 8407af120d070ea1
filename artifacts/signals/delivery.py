"""Signals of the schedule and of test and quality."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artifacts.signals.base import BAD, OK, WARN, Context, Finding, Row, Rows, about, keys, signal

# A date moved by more than three working days needs the bill (product.md); so it is loud here too.
SLIP_LIMIT = 3
PASS_OK, PASS_WARN = 95.0, 90.0


def _slip(row: Row, context: Context) -> int:
    """Working days behind the baseline; 0 when on time, early or not known."""
    baseline = row.day("baseline_on")
    believed = row.day("actual_on") or row.day("current_on")
    return max(0, context.working_days_between(baseline, believed)) if baseline and believed else 0


@signal(gettext_lazy("Working days between the baseline and the actual or current date; loud from four days on."))
def milestone_slip(context: Context) -> Finding | None:
    rows = context.table("milestones")
    if not rows:
        return None
    slipped = [row for row in rows if _slip(row, context)]
    if not slipped:
        return Finding(OK, _("Every milestone holds its baseline"), short=_("on time"))
    row = max(slipped, key=lambda row: _slip(row, context))
    days = _slip(row, context)
    label = _("%(name)s is %(days)s working days behind its baseline") % {
        "name": row.text("milestone"),
        "days": days,
    }
    return Finding(
        BAD if days > SLIP_LIMIT else WARN,
        label,
        about("milestones", slipped),
        short=_("%(days)s d behind") % {"days": days},
    )


@signal(gettext_lazy("A milestone is late when its current date is over and it is not reached."))
def late_milestones(context: Context) -> Finding | None:
    rows = context.table("milestones")
    late = [
        row
        for row in rows
        if not row.get("done") and not row.get("actual_on") and (day := row.day("current_on")) and day < context.today
    ]
    if not late:
        return Finding(OK, _("No milestone is late")) if rows else None
    label = _("%(count)s milestones past their day: %(keys)s") % {"count": len(late), "keys": keys(late)}
    return Finding(BAD, label, about("milestones", late), short=_("%(count)s late") % {"count": len(late)})


@signal(gettext_lazy("Unfinished tasks that hang on a milestone whose date has moved."))
def behind_slipped_milestone(context: Context) -> Finding | None:
    slipped = {row.key for row in context.table("milestones") if _slip(row, context)}
    behind = [row for row in context.table("tasks") if row.get("milestone") in slipped and not row.get("done")]
    if not behind:
        return None
    label = _("%(count)s tasks hang on a milestone that moved: %(keys)s") % {
        "count": len(behind),
        "keys": keys(behind),
    }
    return Finding(WARN, label, about("tasks", behind))


@signal(gettext_lazy("The chain of linked tasks that leads to the last end date; a day lost on it is a day lost."))
def critical_path(context: Context) -> Finding | None:
    tasks = {row.key: row for row in context.table("tasks") if row.get("end_on")}
    if not any(row.get("after") in tasks for row in tasks.values()):
        return None
    at: Row | None = max(tasks.values(), key=lambda row: row.get("end_on"))
    chain: list[Row] = []
    while at is not None and at not in chain:
        chain.append(at)
        at = tasks.get(at.get("after") or "")
    chain.reverse()
    words = {
        "names": " → ".join(row.text("task") or row.key for row in chain),
        "day": chain[-1].get("end_on"),
    }
    return Finding(OK, _("Critical path: %(names)s, ends %(day)s") % words, about("tasks", chain))


@signal(gettext_lazy("A living record is updated at least every seven days; loud after fourteen."))
def days_since_update(context: Context) -> Finding | None:
    if context.last_updated_on is None:
        return None
    days = (context.today - context.last_updated_on).days
    level = OK if days <= 7 else WARN if days <= 14 else BAD
    if days <= 0:
        return Finding(level, _("Updated today"), short=_("updated today"))
    return Finding(
        level,
        _("Last updated %(days)s days ago") % {"days": days},
        short=_("%(days)s d without update") % {"days": days} if level != OK else "",
    )


def _rate(rows: Rows) -> float | None:
    cases: Sequence[Row] = rows.get("cases", ())
    run = sum(row.get("run") or 0 for row in cases)
    return sum(row.get("passed") or 0 for row in cases) / run * 100 if run else None


@signal(
    gettext_lazy("Passed cases of those run: in order from 95 %, loud under 90 %. Trend against the version before.")
)
def pass_rate(context: Context) -> Finding | None:
    rate = _rate(context.rows)
    if rate is None:
        return None
    level = OK if rate >= PASS_OK else WARN if rate >= PASS_WARN else BAD
    label = _("Pass rate %(rate)s%%") % {"rate": f"{rate:.1f}"}
    before = _rate(context.previous)
    if before is not None and abs(rate - before) >= 0.05:
        words = {"label": label, "change": f"{rate - before:+.1f}"}
        label = _("%(label)s (%(change)s points since the last version)") % words
    return Finding(level, label, short=_("%(rate)s%% passed") % {"rate": f"{rate:.0f}"})


@signal(gettext_lazy("A requirement ships only with at least one passed case."))
def requirements_without_pass(context: Context) -> Finding | None:
    rows = context.table("coverage")
    bare = [row for row in rows if not row.get("passed")]
    if not bare:
        return Finding(OK, _("Every requirement has a passed case")) if rows else None
    label = _("%(count)s requirements without a passed case: %(keys)s") % {
        "count": len(bare),
        "keys": _(", ").join(row.text("requirement") or row.key for row in bare[:5]),
    }
    return Finding(BAD, label, about("coverage", bare))


@signal(gettext_lazy("Open defects of class blocker or critical must be none at release."))
def open_severe_defects(context: Context) -> Finding | None:
    rows = context.table("defects")
    severe = [row for row in rows if row.get("severity") in ("blocker", "critical") and row.get("open")]
    count = sum(row.get("open") for row in severe)
    if not count:
        return Finding(OK, _("No severe defect is open")) if rows else None
    label = _("%(count)s severe defects are open") % {"count": count}
    return Finding(BAD, label, about("defects", severe), short=_("%(count)s severe defects") % {"count": count})


@signal(gettext_lazy("Every entry and exit criterion is met before the release."))
def criteria_not_met(context: Context) -> Finding | None:
    rows = context.table("criteria")
    missed = [row for row in rows if row.get("is_met") is False]
    unknown = [row for row in rows if row.get("is_met") is None]
    if missed:
        label = _("%(count)s criteria not met: %(keys)s") % {"count": len(missed), "keys": keys(missed)}
        return Finding(BAD, label, about("criteria", missed))
    if unknown:
        label = _("%(count)s criteria not judged yet: %(keys)s") % {
            "count": len(unknown),
            "keys": keys(unknown),
        }
        return Finding(WARN, label, about("criteria", unknown))
    return Finding(OK, _("Every criterion is met")) if rows else None


@signal(gettext_lazy("A left-over defect ships only when the product manager has accepted it."))
def left_over_not_accepted(context: Context) -> Finding | None:
    rows = [row for row in context.table("left_over") if not row.get("done")]
    if not rows:
        return None
    waiting = [row for row in rows if row.get("accepted") is None]
    refused = [row for row in rows if row.get("accepted") is False]
    if refused:
        label = _("%(count)s left-over defects refused: %(keys)s") % {
            "count": len(refused),
            "keys": keys(refused),
        }
        return Finding(BAD, label, about("left_over", refused))
    if waiting:
        label = _("%(count)s left-over defects wait for acceptance: %(keys)s")
        return Finding(WARN, label % {"count": len(waiting), "keys": keys(waiting)}, about("left_over", waiting))
    return Finding(OK, _("Every left-over defect was accepted"))
