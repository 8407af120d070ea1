"""CS-3 用户反馈和问题分析 and CS-4 技术支持和售后服务."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, MONEY_READERS, TRENDS, done, due_on, owner, requirement, todo
from artifacts.declaration import (
    AGREE,
    FULL,
    LIGHT,
    MANAGERS,
    MONTH,
    NONE,
    ROLLING,
    STANDARD,
    WEEK,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

THEMES = Table(
    "themes",
    _("Themes"),
    row_prefix="TH",
    is_main=True,
    is_expected=True,
    columns=(
        Column("theme", _("Theme"), is_key=True, is_expected=True),
        Column("count", _("Count"), "integer", is_expected=True),
        Column("trend", _("Trend"), "single_choice", choices=TRENDS),
        Column("customers", _("Customers"), "integer"),
        Column("quotes", _("Sample quotes"), "long_text"),
        requirement(),
        Column(
            "decision",
            _("Decision"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(("do", _("Do")), ("later", _("Later")), ("decline", _("Decline"))),
        ),
        Column("reason", _("Reason"), "long_text", filled_by=(MANAGERS,)),
    ),
)
FEEDBACK = Table(
    "feedback",
    _("Feedback"),
    row_prefix="FE",
    is_main=True,
    # Feedback will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    todo=todo("words"),
    columns=(
        Column("words", _("The user's words"), "long_text", is_key=True, is_expected=True),
        Column("channel", _("Channel")),
        Column(
            "feedback_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("function", _("Function")),
                ("experience", _("Experience")),
                ("technical", _("Technical")),
                ("service", _("Service")),
            ),
        ),
        Column(
            "sentiment",
            _("Sentiment"),
            "single_choice",
            choices=(("good", _("Good")), ("neutral", _("Neutral")), ("bad", _("Bad"))),
        ),
        Column("severity", _("Severity"), "single_choice", choices=LEVELS),
        Column("frequency", _("Frequency"), "integer"),
        Column("customer", _("Customer")),
        Column("version", _("Product version")),
        Column("journey", _("Journey stage")),
        Column("theme", _("Theme"), "row_reference", reference_table="themes"),
        requirement(),
        Column(
            "reply",
            _("Reply"),
            "single_choice",
            choices=(("open", _("Open")), ("answered", _("Answered")), ("closed", _("Closed"))),
            filled_by=("support",),
        ),
        owner(_("Follow-up by")),
        due_on(_("Follow-up on")),
        done(_("Called back")),
    ),
)
FEEDBACK_ANALYSIS = Kind(
    code="CS-3",
    slug="feedback-analysis",
    name=_("Feedback and issue analysis"),
    department="support",
    mode=ROLLING,
    period=WEEK,
    presets=(LIGHT, STANDARD, FULL),
    receivers=(Receiver("support", NONE),),
    sections=(
        Section(
            "sources",
            _("Period and sources"),
            _("Which days, which channels, how many."),
            shown_first=True,
            aliases=("反馈来源", "数据来源", "统计周期"),
        ),
        Section("method", _("Method"), _("How it was grouped."), aliases=("分析方法", "方法")),
        Section(
            "findings",
            _("Findings"),
            _("What rises, what falls, what is new."),
            is_expected=True,
            aliases=("主要发现", "问题分析", "分析结果"),
        ),
        Section(
            "advice", _("Advice"), _("What support would change first."), is_expected=True, aliases=("建议", "改进建议")
        ),
    ),
    tables=(THEMES, FEEDBACK),
    shelf_life_days=7,
    signals=("themes_without_decision", "todos_past_due", "days_since_update"),
    guidance=_("What users tell us this week, grouped, and what was decided on it."),
    aliases=("客服周报", "反馈分析"),
)

SERVICE_LEVELS = Table(
    "service_levels",
    _("Service levels"),
    row_prefix="SL",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "level",
            _("Level"),
            "single_choice",
            choices=(("P1", "P1"), ("P2", "P2"), ("P3", "P3"), ("P4", "P4")),
            is_key=True,
            is_expected=True,
        ),
        Column("definition", _("Definition"), "long_text", is_expected=True),
        Column("first_answer", _("First answer within"), "duration"),
        Column("update_every", _("Update every"), "duration"),
        Column("solve_within", _("Solve within"), "duration"),
        Column("hours", _("Hours"), "single_choice", choices=(("24x7", "24×7"), ("5x8", "5×8"))),
    ),
)
CASES = Table(
    "cases",
    _("Service cases"),
    row_prefix="SC",
    is_main=True,
    is_material=False,
    # Feedback with a level will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    columns=(
        Column("number", _("Ticket number"), is_key=True, is_expected=True),
        Column("subject", _("Subject"), is_expected=True),
        Column("level", _("Level"), "single_choice", choices=(("P1", "P1"), ("P2", "P2"), ("P3", "P3"), ("P4", "P4"))),
        Column("customer", _("Customer")),
        Column("opened_at", _("Opened at"), "moment"),
        Column("first_answer_at", _("First answer at"), "moment", filled_by=("support",)),
        Column("paused", _("Paused for"), "duration", filled_by=("support",)),
        Column("solved_at", _("Solved at"), "moment", filled_by=("support",)),
        Column("is_breached", _("Limit broken"), "yes_no", filled_by=("support",)),
        Column(
            "cause_class",
            _("Cause class"),
            "single_choice",
            choices=(
                ("defect", _("Defect")),
                ("use", _("Use")),
                ("configuration", _("Configuration")),
                ("environment", _("Environment")),
                ("request", _("Request")),
            ),
        ),
        Column("score", _("Satisfaction"), "decimal", filled_by=("support",)),
    ),
)
LADDER = Table(
    "ladder",
    _("Escalation ladder"),
    row_prefix="LD",
    columns=(
        Column("step", _("Step"), is_key=True, is_expected=True),
        Column("person", _("Person"), "person", is_material=False),
        Column("role", _("Role")),
        Column("after", _("After"), "duration"),
    ),
)
KNOWN_ISSUES = Table(
    "known_issues",
    _("Known issues"),
    row_prefix="KI",
    todo=todo("issue"),
    columns=(
        Column("issue", _("Issue"), is_key=True, is_expected=True),
        Column("workaround", _("Workaround"), "long_text"),
        # A text until releases exist.
        Column("target_release", _("Target release"), filled_by=(MANAGERS,)),
        owner(),
        due_on(),
        done(_("Solved")),
    ),
    departments=("rd", "support"),
)
CREDITS = Table(
    "credits",
    _("Service credits"),
    row_prefix="CT",
    columns=(
        Column("customer", _("Customer"), is_key=True, is_expected=True),
        Column("case", _("Service case"), "row_reference", reference_table="cases", is_key=True),
        Column("amount", _("Amount"), "money", visible_to=MONEY_READERS),
        Column("reason", _("Reason"), "long_text"),
    ),
    departments=("support", "finance"),
)
AFTER_SALES = Kind(
    code="CS-4",
    slug="after-sales",
    name=_("Technical support and after-sales"),
    department="support",
    mode=ROLLING,
    period=MONTH,
    receivers=(
        Receiver("support", NONE),
        Receiver("rd", NONE),
        Receiver("finance", NONE),
        Receiver("support", AGREE, response_days=3, on_change_of="service_levels"),
        Receiver("rd", AGREE, response_days=3, on_change_of="service_levels"),
    ),
    sections=(
        Section(
            "scope",
            _("Service scope"),
            _("What is covered, for whom."),
            shown_first=True,
            is_expected=True,
            aliases=("服务范围",),
        ),
        Section("exclusions", _("Exclusions"), _("What is not covered."), aliases=("除外责任", "不含服务")),
        Section("hours", _("Service hours"), _("When somebody answers."), aliases=("服务时间",)),
    ),
    tables=(SERVICE_LEVELS, CASES, KNOWN_ISSUES, LADDER, CREDITS),
    shelf_life_days=31,
    signals=("breached_cases", "todos_past_due", "days_since_update"),
    guidance=_("What was promised as service, and how it was kept."),
    aliases=("售后服务", "SLA", "工单分析"),
)
