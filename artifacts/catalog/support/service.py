"""CS-3 用户反馈和问题分析 and CS-4 技术支持和售后服务."""

from artifacts.catalog.shared import LEVELS, MONEY_READERS, TRENDS, done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
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
    word("Themes"),
    row_prefix="TH",
    is_main=True,
    is_expected=True,
    columns=(
        Column("theme", word("Theme"), is_key=True, is_expected=True),
        Column("count", word("Count"), "integer", is_expected=True),
        Column("trend", word("Trend"), "single_choice", choices=TRENDS),
        Column("customers", word("Customers"), "integer"),
        Column("quotes", word("Sample quotes"), "long_text"),
        requirement(),
        Column(
            "decision",
            word("Decision"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(("do", word("Do")), ("later", word("Later")), ("decline", word("Decline"))),
        ),
        Column("reason", word("Reason"), "long_text", filled_by=(MANAGERS,)),
    ),
)
FEEDBACK = Table(
    "feedback",
    word("Feedback"),
    row_prefix="FE",
    is_main=True,
    # Feedback will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    todo=todo("words"),
    columns=(
        Column("words", word("The user's words"), "long_text", is_key=True, is_expected=True),
        Column("channel", word("Channel")),
        Column(
            "feedback_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("function", word("Function")),
                ("experience", word("Experience")),
                ("technical", word("Technical")),
                ("service", word("Service")),
            ),
        ),
        Column(
            "sentiment",
            word("Sentiment"),
            "single_choice",
            choices=(("good", word("Good")), ("neutral", word("Neutral")), ("bad", word("Bad"))),
        ),
        Column("severity", word("Severity"), "single_choice", choices=LEVELS),
        Column("frequency", word("Frequency"), "integer"),
        Column("customer", word("Customer")),
        Column("version", word("Product version")),
        Column("journey", word("Journey stage")),
        Column("theme", word("Theme"), "row_reference", reference_table="themes"),
        requirement(),
        Column(
            "reply",
            word("Reply"),
            "single_choice",
            choices=(("open", word("Not answered")), ("answered", word("Answered")), ("closed", word("Closed"))),
            filled_by=("support",),
        ),
        owner(word("Follow-up by")),
        due_on(word("Follow-up on")),
        done(word("Called back")),
    ),
)
FEEDBACK_ANALYSIS = Kind(
    code="CS-3",
    slug="feedback-analysis",
    name=word("Feedback and issue analysis"),
    department="support",
    mode=ROLLING,
    period=WEEK,
    presets=(LIGHT, STANDARD, FULL),
    receivers=(Receiver("support", NONE),),
    sections=(
        Section(
            "sources",
            word("Period and sources"),
            word("Which days, which channels, how many."),
            shown_first=True,
            aliases=("反馈来源", "数据来源", "统计周期"),
        ),
        Section("method", word("Method"), word("How it was grouped."), aliases=("分析方法", "方法")),
        Section(
            "findings",
            word("Findings"),
            word("What rises, what falls, what is new."),
            is_expected=True,
            aliases=("主要发现", "问题分析", "分析结果"),
        ),
        Section(
            "advice",
            word("Advice"),
            word("What support would change first."),
            is_expected=True,
            aliases=("建议", "改进建议"),
        ),
    ),
    tables=(THEMES, FEEDBACK),
    shelf_life_days=7,
    signals=("themes_without_decision", "todos_past_due", "days_since_update"),
    guidance=word("What users tell us this week, grouped, and what was decided on it."),
    aliases=("客服周报", "反馈分析"),
)

SERVICE_LEVELS = Table(
    "service_levels",
    word("Service levels"),
    row_prefix="SL",
    is_main=True,
    is_expected=True,
    columns=(
        Column(
            "level",
            word("Level"),
            "single_choice",
            choices=(("P1", "P1"), ("P2", "P2"), ("P3", "P3"), ("P4", "P4")),
            is_key=True,
            is_expected=True,
        ),
        Column("definition", word("Definition"), "long_text", is_expected=True),
        Column("first_answer", word("First answer within"), "duration"),
        Column("update_every", word("Update every"), "duration"),
        Column("solve_within", word("Solve within"), "duration"),
        Column("hours", word("Hours"), "single_choice", choices=(("24x7", "24×7"), ("5x8", "5×8"))),
    ),
)
CASES = Table(
    "cases",
    word("Service cases"),
    row_prefix="SC",
    is_main=True,
    is_material=False,
    # Feedback with a level will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    columns=(
        Column("number", word("Ticket number"), is_key=True, is_expected=True),
        Column("subject", word("Subject"), is_expected=True),
        Column(
            "level", word("Level"), "single_choice", choices=(("P1", "P1"), ("P2", "P2"), ("P3", "P3"), ("P4", "P4"))
        ),
        Column("customer", word("Customer")),
        Column("opened_at", word("Opened at"), "moment"),
        Column("first_answer_at", word("First answer at"), "moment", filled_by=("support",)),
        Column("paused", word("Paused for"), "duration", filled_by=("support",)),
        Column("solved_at", word("Solved at"), "moment", filled_by=("support",)),
        Column("is_breached", word("Limit broken"), "yes_no", filled_by=("support",)),
        Column(
            "cause_class",
            word("Cause class"),
            "single_choice",
            choices=(
                ("defect", word("Defect")),
                ("use", word("Wrong use")),
                ("configuration", word("Configuration")),
                ("environment", word("Environment")),
                ("request", word("Request")),
            ),
        ),
        Column("score", word("Satisfaction"), "decimal", filled_by=("support",)),
    ),
)
LADDER = Table(
    "ladder",
    word("Escalation ladder"),
    row_prefix="LD",
    columns=(
        Column("step", word("Step"), is_key=True, is_expected=True),
        Column("person", word("Person"), "person", is_material=False),
        Column("role", word("Role")),
        Column("after", word("After"), "duration"),
    ),
)
KNOWN_ISSUES = Table(
    "known_issues",
    word("Known issues"),
    row_prefix="KI",
    todo=todo("issue"),
    columns=(
        Column("issue", word("Issue"), is_key=True, is_expected=True),
        Column("workaround", word("Workaround"), "long_text"),
        # A text until releases exist.
        Column("target_release", word("Target release"), filled_by=(MANAGERS,)),
        owner(),
        due_on(),
        done(word("Solved")),
    ),
    departments=("rd", "support"),
)
CREDITS = Table(
    "credits",
    word("Service credits"),
    row_prefix="CT",
    columns=(
        Column("customer", word("Customer"), is_key=True, is_expected=True),
        Column("case", word("Service case"), "row_reference", reference_table="cases", is_key=True),
        Column("amount", word("Amount"), "money", visible_to=MONEY_READERS),
        Column("reason", word("Reason"), "long_text"),
    ),
    departments=("support", "finance"),
)
AFTER_SALES = Kind(
    code="CS-4",
    slug="after-sales",
    name=word("Technical support and after-sales"),
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
            word("Service scope"),
            word("What is covered, for whom."),
            shown_first=True,
            is_expected=True,
            aliases=("服务范围",),
        ),
        Section("exclusions", word("Exclusions"), word("What is not covered."), aliases=("除外责任", "不含服务")),
        Section("hours", word("Service hours"), word("When somebody answers."), aliases=("服务时间",)),
    ),
    tables=(SERVICE_LEVELS, CASES, KNOWN_ISSUES, LADDER, CREDITS),
    shelf_life_days=31,
    signals=("breached_cases", "todos_past_due", "days_since_update"),
    guidance=word("What was promised as service, and how it was kept."),
    aliases=("售后服务", "SLA", "工单分析"),
)
