"""Signals of the requirements document and the technical plan."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artifacts.signals.base import BAD, OK, WARN, Context, Finding, about, keys, signal, without


@signal(gettext_lazy("Every story needs at least one row of acceptance criteria that names it."))
def stories_without_acceptance(context: Context) -> Finding | None:
    stories = context.table("stories")
    if not stories:
        return None
    covered = {row.get("story") for row in context.table("acceptance")}
    # What is not done this time needs no criteria.
    open_ = [row for row in stories if row.key not in covered and row.get("moscow") != "wont"]
    if not open_:
        return Finding(OK, _("Every story has acceptance criteria"))
    label = _("%(count)s stories without acceptance criteria: %(keys)s") % {
        "count": len(open_),
        "keys": keys(open_),
    }
    return Finding(WARN, label, about("stories", open_))


@signal(gettext_lazy("Every acceptance criterion gets an outcome: as written, deviates or not built."))
def acceptance_without_outcome(context: Context) -> Finding | None:
    rows = context.table("acceptance")
    if not rows:
        return None
    missing = [row for row in rows if not row.get("outcome")]
    off = [row for row in rows if row.get("outcome") in ("deviates", "not_built")]
    if off:
        label = _("%(count)s criteria deviate or are not built: %(keys)s") % {
            "count": len(off),
            "keys": keys(off),
        }
        return Finding(BAD, label, about("acceptance", off))
    if missing:
        label = _("%(done)s of %(all)s criteria checked") % {
            "done": len(rows) - len(missing),
            "all": len(rows),
        }
        return Finding(WARN, label, about("acceptance", missing))
    return Finding(OK, _("Every criterion was checked and built as written"))


@signal(gettext_lazy("An open question is past due when its day is over and it has neither answer nor tick."))
def open_questions_past_due(context: Context) -> Finding | None:
    rows = context.table("open_questions")
    if not rows:
        return None
    unsettled = [row for row in rows if not row.get("done") and not row.text("answer")]
    late = [row for row in unsettled if (due := row.day("due_on")) and due < context.today]
    if late:
        label = _("%(count)s open questions past due: %(keys)s") % {"count": len(late), "keys": keys(late)}
        return Finding(BAD, label, about("open_questions", late))
    if unsettled:
        label = _("%(count)s open questions, none past due") % {"count": len(unsettled)}
        return Finding(OK, label, about("open_questions", unsettled))
    return Finding(OK, _("No open questions"))


@signal(gettext_lazy("Every goal needs a tracking event that names it; otherwise nobody can read it afterwards."))
def goals_without_tracking(context: Context) -> Finding | None:
    goals = context.table("goals")
    if not goals:
        return None
    measured = {row.get("goal") for row in context.table("tracking")}
    blind = [row for row in goals if row.key not in measured]
    if not blind:
        return Finding(OK, _("Every goal has a tracking event"))
    label = _("%(count)s goals without tracking event: %(keys)s") % {"count": len(blind), "keys": keys(blind)}
    return Finding(WARN, label, about("goals", blind))


@signal(gettext_lazy("Every story of the plan needs a word: goes, goes with limits or does not go."))
def stories_without_feasibility(context: Context) -> Finding | None:
    rows = context.table("feasibility")
    refused = [row for row in rows if row.get("feasible") == "not_possible"]
    if refused:
        label = _("%(count)s stories do not go: %(keys)s") % {"count": len(refused), "keys": keys(refused)}
        return Finding(BAD, label, about("feasibility", refused))
    return without(
        context,
        "feasibility",
        "feasible",
        _("Every story has a word on feasibility"),
        _("%(count)s stories without a word on feasibility: %(keys)s"),
    )


@signal(gettext_lazy("A story that goes only with limits waits until the product manager has answered."))
def limits_without_answer(context: Context) -> Finding | None:
    limited = [row for row in context.table("feasibility") if row.get("feasible") == "with_limits"]
    if not limited:
        return None
    waiting = [row for row in limited if not row.get("accepted")]
    if not waiting:
        return Finding(OK, _("Every limit was answered"))
    label = _("%(count)s limits wait for the product manager: %(keys)s") % {
        "count": len(waiting),
        "keys": keys(waiting),
    }
    return Finding(WARN, label, about("feasibility", waiting))


@signal(gettext_lazy("Sum of the estimate against the person-days that the team has, when these are known."))
def person_days(context: Context) -> Finding | None:
    days = [Decimal(str(value)) for row in context.table("estimates") if (value := row.get("person_days")) is not None]
    if not days:
        return None
    total = sum(days, Decimal(0)).normalize()
    words = {"total": format(total, "f"), "capacity": context.capacity_days}
    if context.capacity_days is None:
        return Finding(OK, _("%(total)s person-days") % words)
    if total > context.capacity_days:
        return Finding(BAD, _("%(total)s person-days, but only %(capacity)s are there") % words)
    return Finding(OK, _("%(total)s of %(capacity)s person-days") % words)


@signal(gettext_lazy("Every risk needs an owner."))
def risks_without_owner(context: Context) -> Finding | None:
    return without(
        context,
        "risks",
        "owner",
        _("Every risk has an owner"),
        _("%(count)s risks without owner: %(keys)s"),
    )
