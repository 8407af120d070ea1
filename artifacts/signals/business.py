"""Signals that several kinds outside 研发 share: dated rows, rows to look at again, cells to be filled in."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artifacts.signals.base import BAD, OK, WARN, Context, Finding, Row, about, keys, signal, without

FINANCE_ONLY = ("finance", "leads", "managers")


@signal(gettext_lazy("A to-do row is past due when its day is over and it is not ticked."))
def todos_past_due(context: Context) -> Finding | None:
    tables = [table for table in context.kind.tables if table.todo] if context.kind else []
    late: list[tuple[str, str]] = []
    count = 0
    for table in tables:
        todo = table.todo
        for row in context.table(table.key):
            count += 1
            due = row.day(todo.due) if todo else None
            if todo and due and due < context.today and not row.get(todo.done):
                late.append((table.key, row.key))
    if not late:
        return Finding(OK, _("No task is past due")) if count else None
    words = {"count": len(late), "keys": _(", ").join(key for _table, key in late[:5])}
    label = _("%(count)s tasks past due: %(keys)s") % words
    return Finding(BAD, label, tuple(late), short=_("%(count)s overdue") % words)


@signal(gettext_lazy("A row that was last looked at longer ago than its table allows is to be checked again."))
def rows_to_check(context: Context) -> Finding | None:
    stale: list[tuple[str, str]] = []
    seen = False
    for table in context.kind.tables if context.kind else ():
        for column in table.columns:
            if not column.checked_on or column.check_days is None:
                continue
            limit = context.today - datetime.timedelta(days=column.check_days)
            for row in context.table(table.key):
                seen = True
                day = row.day(column.key)
                if day is None or day < limit:
                    stale.append((table.key, row.key))
    if not stale:
        return Finding(OK, _("Every row was looked at in time")) if seen else None
    words = {"count": len(stale), "keys": _(", ").join(key for _table, key in stale[:5])}
    return Finding(WARN, _("%(count)s rows to check again: %(keys)s") % words, tuple(stale))


@signal(gettext_lazy("Every claim needs a proof before it goes out."))
def claims_without_proof(context: Context) -> Finding | None:
    return without(
        context,
        "messages",
        "proof",
        _("Every claim has a proof"),
        _("%(count)s claims without proof: %(keys)s"),
        BAD,
    )


@signal(gettext_lazy("Every objection needs an answer that sales can give."))
def objections_without_answer(context: Context) -> Finding | None:
    return without(
        context,
        "objections",
        "answer",
        _("Every objection has an answer"),
        _("%(count)s objections without answer: %(keys)s"),
    )


@signal(gettext_lazy("Every customer ask needs an outcome: pool, planned, declined, duplicate or workaround."))
def asks_without_outcome(context: Context) -> Finding | None:
    rows = context.table("asks")
    waiting = [row for row in rows if not row.get("outcome")]
    if not waiting:
        return Finding(OK, _("Every ask has an outcome")) if rows else None
    label = _("%(count)s asks without outcome: %(keys)s") % {"count": len(waiting), "keys": keys(waiting)}
    return Finding(WARN, label, about("asks", waiting), short=_("%(count)s unanswered") % {"count": len(waiting)})


@signal(gettext_lazy("Every top theme needs a decision: do, later or decline."))
def themes_without_decision(context: Context) -> Finding | None:
    rows = context.table("themes")
    waiting = [row for row in rows if not row.get("decision")]
    if not waiting:
        return Finding(OK, _("Every theme is decided")) if rows else None
    label = _("%(count)s themes without decision: %(keys)s") % {"count": len(waiting), "keys": keys(waiting)}
    return Finding(WARN, label, about("themes", waiting), short=_("%(count)s undecided") % {"count": len(waiting)})


@signal(gettext_lazy("An experiment that has ended needs a decision: ship, iterate or stop."))
def experiments_without_decision(context: Context) -> Finding | None:
    rows = context.table("experiments")
    ended = [row for row in rows if (end := row.day("end_on")) and end < context.today and not row.get("decision")]
    if not ended:
        return Finding(OK, _("Every ended experiment is decided")) if rows else None
    label = _("%(count)s ended experiments without decision: %(keys)s") % {
        "count": len(ended),
        "keys": keys(ended),
    }
    return Finding(WARN, label, about("experiments", ended))


@signal(gettext_lazy("After its check day an optimisation needs a measured effect."))
def effects_not_measured(context: Context) -> Finding | None:
    rows = context.table("optimisations")
    due = [row for row in rows if (day := row.day("check_on")) and day < context.today and not row.text("effect")]
    if not due:
        return Finding(OK, _("Every due effect is measured")) if rows else None
    label = _("%(count)s effects not measured: %(keys)s") % {"count": len(due), "keys": keys(due)}
    return Finding(WARN, label, about("optimisations", due))


@signal(gettext_lazy("Cases whose answer or solution came after the limit of their level."))
def breached_cases(context: Context) -> Finding | None:
    rows = context.table("cases")
    breached = [row for row in rows if row.get("is_breached")]
    if not breached:
        return Finding(OK, _("No case broke its limit"), short=_("in order")) if rows else None
    label = _("%(count)s of %(all)s cases broke their limit") % {"count": len(breached), "all": len(rows)}
    return Finding(WARN, label, about("cases", breached), short=_("%(count)s breached") % {"count": len(breached)})


@signal(gettext_lazy("A renewal within 60 days on a red account is at risk."))
def renewals_at_risk(context: Context) -> Finding | None:
    rows = context.table("accounts")
    limit = context.today + datetime.timedelta(days=60)
    risky = [
        row
        for row in rows
        if row.get("health") == "red" and (day := row.day("renewal_on")) and context.today <= day <= limit
    ]
    if not risky:
        return Finding(OK, _("No renewal is at risk"), short=_("in order")) if rows else None
    label = _("%(count)s renewals at risk: %(keys)s") % {"count": len(risky), "keys": keys(risky)}
    return Finding(BAD, label, about("accounts", risky), short=_("%(count)s at risk") % {"count": len(risky)})


@signal(gettext_lazy("Every budget line says how its amount was found: quantity × unit price, or hours × rate."))
def lines_without_basis(context: Context) -> Finding | None:
    rows = context.table("lines")
    bare = [row for row in rows if not row.text("basis") and (row.get("quantity") is None or not row.get("unit_price"))]
    if not bare:
        return Finding(OK, _("Every line has a basis")) if rows else None
    label = _("%(count)s lines without basis: %(keys)s") % {"count": len(bare), "keys": keys(bare)}
    return Finding(WARN, label, about("lines", bare))


def _amount(row: Row, column: str) -> Decimal:
    money = row.get(column)
    return Decimal(money["amount"]) if money else Decimal(0)


@signal(gettext_lazy("Actual against budget of the month: attention from 80 %, loud from 100 %."))
def overspend(context: Context) -> Finding | None:
    rows = [row for row in context.table("closes") if row.get("budget")]
    budget = sum((_amount(row, "budget") for row in rows), Decimal(0))
    if not budget:
        return None
    used = int(sum((_amount(row, "actual") for row in rows), Decimal(0)) / budget * 100)
    over = [row for row in rows if _amount(row, "actual") > _amount(row, "budget")]
    level = BAD if used >= 100 else WARN if used >= 80 or over else OK
    label = _("%(used)s%% of the budget used, %(count)s lines over") % {"used": used, "count": len(over)}
    return Finding(level, label, about("closes", over), _("%(used)s%% used") % {"used": used}, FINANCE_ONLY)


@signal(gettext_lazy("A line whose actual is more than ten per cent off its budget needs a cause."))
def unexplained_variances(context: Context) -> Finding | None:
    rows = [row for row in context.table("closes") if row.get("budget") and row.get("actual")]
    off = [
        row
        for row in rows
        if abs(_amount(row, "actual") - _amount(row, "budget")) > abs(_amount(row, "budget")) / 10
        and not row.get("cause")
    ]
    if not off:
        return Finding(OK, _("Every variance is explained")) if rows else None
    label = _("%(count)s variances without cause: %(keys)s") % {"count": len(off), "keys": keys(off)}
    return Finding(WARN, label, about("closes", off))


@signal(gettext_lazy("Evidence provided and accepted, of all that was asked for."))
def evidence_progress(context: Context) -> Finding | None:
    rows = [row for row in context.table("requests") if row.get("state") != "not_applicable"]
    if not rows:
        return None
    accepted = [row for row in rows if row.get("state") == "accepted"]
    label = _("%(accepted)s of %(all)s pieces of evidence accepted") % {
        "accepted": len(accepted),
        "all": len(rows),
    }
    return Finding(OK if len(accepted) == len(rows) else WARN, label)


@signal(gettext_lazy("A scorecard row that operations marked red needs an explanation."))
def red_metrics(context: Context) -> Finding | None:
    rows = context.table("scorecard")
    red = [row for row in rows if row.get("health") == "red" and not row.text("explanation")]
    if not red:
        return Finding(OK, _("Every red metric is explained")) if rows else None
    label = _("%(count)s red metrics without explanation: %(keys)s") % {"count": len(red), "keys": keys(red)}
    return Finding(WARN, label, about("scorecard", red))


@signal(gettext_lazy("An insight stands on at least three sources."))
def insights_thinly_sourced(context: Context) -> Finding | None:
    rows = [row for row in context.table("insights") if row.get("sources") is not None]
    thin = [row for row in rows if row.get("sources") < 3]
    if not thin:
        return Finding(OK, _("Every insight has three sources or more")) if rows else None
    label = _("%(count)s insights with fewer than three sources: %(keys)s") % {"count": len(thin), "keys": keys(thin)}
    return Finding(WARN, label, about("insights", thin))


@signal(gettext_lazy("A study reaches the sample that was planned."))
def sample_below_plan(context: Context) -> Finding | None:
    rows = [row for row in context.table("studies") if row.get("planned") and row.get("actual") is not None]
    short = [row for row in rows if row.get("actual") < row.get("planned")]
    if not short:
        return Finding(OK, _("Every study reached its sample")) if rows else None
    label = _("%(count)s studies below their planned sample: %(keys)s") % {"count": len(short), "keys": keys(short)}
    return Finding(WARN, label, about("studies", short))


@signal(gettext_lazy("A forecast has a planning scenario that finance picked."))
def planning_scenario_missing(context: Context) -> Finding | None:
    rows = context.table("scenarios")
    if not rows:
        return None
    if any(row.get("is_plan") for row in rows):
        return Finding(OK, _("A planning scenario is picked"))
    return Finding(WARN, _("No planning scenario is picked yet"), about("scenarios", rows))
