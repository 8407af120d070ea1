"""OP-3 日常运营管理 and OP-4 用户反馈和优化."""

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
from artifacts.declaration import MANAGERS, MONTH, NONE, ROLLING, WEEK, Column, Kind, Receiver, Section, Table

ROUTINE = Table(
    "routine",
    word("Routine checklist"),
    row_prefix="RC",
    is_main=True,
    is_expected=True,
    todo=todo("item"),
    columns=(
        Column("item", word("Item"), is_key=True, is_expected=True),
        owner(),
        due_on(),
        Column("remark", word("Remark"), "long_text", filled_by=("operations",)),
        done(),
    ),
)
CALENDAR = Table(
    "calendar",
    word("Operations calendar"),
    row_prefix="OC",
    is_main=True,
    columns=(
        Column("activity", word("Activity"), is_key=True, is_expected=True),
        Column("from_on", word("From"), "date", is_key=True, is_expected=True),
        Column("to_on", word("To"), "date"),
        Column("segment", word("Segment")),
        Column("channel", word("Channel")),
        owner(),
        Column("approval", word("Wording confirmed"), "yes_no", filled_by=(MANAGERS,)),
        Column("result", word("Result"), "long_text", filled_by=("operations",)),
    ),
)
ROSTER = Table(
    "roster",
    word("Duty roster"),
    row_prefix="DY",
    columns=(
        Column("day", word("Day"), "date", is_key=True, is_expected=True),
        Column("shift", word("Shift"), is_key=True),
        Column("person", word("Person"), "person", is_expected=True),
    ),
)
INCIDENTS = Table(
    "incidents",
    word("Incidents"),
    row_prefix="IC",
    is_main=True,
    columns=(
        Column("incident", word("Incident"), is_key=True, is_expected=True),
        Column(
            "level",
            word("Level"),
            "single_choice",
            choices=(("S1", "S1"), ("S2", "S2"), ("S3", "S3"), ("S4", "S4")),
            is_expected=True,
        ),
        Column("started_at", word("Started at"), "moment"),
        Column("found_at", word("Found at"), "moment"),
        Column("fixed_at", word("Fixed at"), "moment"),
        Column("scope", word("Affected scope"), "long_text"),
        Column("users", word("Users affected"), "integer"),
        Column("loss", word("Loss"), "money"),
        Column("causes", word("Causes"), "long_text"),
        Column("told", word("Told to"), "departments"),
    ),
)
TIMELINE = Table(
    "timeline",
    word("Timeline"),
    row_prefix="TL",
    is_material=False,
    columns=(
        Column(
            "incident", word("Incident"), "row_reference", reference_table="incidents", is_key=True, is_expected=True
        ),
        Column("at", word("At"), "moment", is_key=True, is_expected=True),
        Column("what", word("What happened"), "long_text", is_expected=True),
    ),
)
ACTIONS = Table(
    "actions",
    word("Incident actions"),
    row_prefix="IA",
    todo=todo("action"),
    columns=(
        Column("incident", word("Incident"), "row_reference", reference_table="incidents"),
        Column("action", word("Action"), "long_text", is_key=True, is_expected=True),
        Column(
            "purpose",
            word("Purpose"),
            "single_choice",
            choices=(
                ("prevent", word("Prevent")),
                ("detect", word("Detect")),
                ("recover", word("Recover")),
                ("process", word("Process")),
            ),
        ),
        owner(),
        due_on(),
        done(),
    ),
)
ANNOUNCEMENTS = Table(
    "announcements",
    word("Announcements"),
    row_prefix="AM",
    columns=(
        Column("audience", word("Audience"), is_key=True, is_expected=True),
        Column("wording", word("Wording"), "long_text", is_key=True, is_expected=True),
        Column("is_confirmed", word("Wording confirmed"), "yes_no", filled_by=(MANAGERS,)),
        Column("sent_at", word("Sent at"), "moment", filled_by=("operations",)),
    ),
    departments=("operations", "support"),
)
DAILY_OPERATIONS = Kind(
    code="OP-3",
    slug="daily-operations",
    name=word("Daily operations"),
    department="operations",
    mode=ROLLING,
    period=WEEK,
    receivers=(Receiver("operations", NONE), Receiver("rd", NONE), Receiver("support", NONE)),
    sections=(
        Section(
            "shift_notes",
            word("Shift notes"),
            word("What the next shift must know."),
            shown_first=True,
            is_expected=True,
            aliases=("值班记录", "交接班记录"),
        ),
        Section(
            "incident_report",
            word("Incident report"),
            word("What happened and what we learned, without blame."),
            aliases=("故障报告", "事故报告", "故障复盘"),
        ),
    ),
    tables=(ROUTINE, CALENDAR, INCIDENTS, ACTIONS, TIMELINE, ROSTER, ANNOUNCEMENTS),
    shelf_life_days=7,
    signals=("todos_past_due", "days_since_update"),
    guidance=word("What runs every day, what went wrong, and who does what about it."),
    aliases=("运营日报", "值班", "故障复盘"),
)

FEEDBACK = Table(
    "feedback",
    word("Feedback"),
    row_prefix="FE",
    # Feedback will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    columns=(
        Column("words", word("The user's words"), "long_text", is_key=True, is_expected=True),
        Column("segment", word("Segment")),
        Column("behaviour", word("Behaviour metric")),
        Column("severity", word("Severity"), "single_choice", choices=LEVELS),
    ),
)
OPTIMISATIONS = Table(
    "optimisations",
    word("Optimisations"),
    row_prefix="OT",
    is_main=True,
    is_expected=True,
    columns=(
        Column("problem", word("Problem"), "long_text", is_key=True, is_expected=True),
        Column("evidence", word("Evidence"), "long_text", is_expected=True, guidance=word("A metric and quotes")),
        Column("proposal", word("Proposal"), "long_text", is_expected=True),
        Column("expected", word("Expected effect")),
        requirement(),
        # A text until releases exist.
        Column("release", word("Release")),
        Column(
            "decision",
            word("Decision"),
            "single_choice",
            choices=(("do", word("Do")), ("later", word("Later")), ("decline", word("Decline"))),
            filled_by=(MANAGERS,),
        ),
        Column("check_on", word("Check on"), "date"),
        Column("effect", word("Measured effect"), "long_text", filled_by=("operations",)),
        Column("told_by", word("Users told through"), filled_by=("operations",)),
        Column("told_on", word("Users told on"), "date", filled_by=("operations",)),
    ),
)
OPTIMISATION = Kind(
    code="OP-4",
    slug="optimisation",
    name=word("User feedback and optimisation"),
    department="operations",
    mode=ROLLING,
    period=MONTH,
    receivers=(Receiver("operations", NONE),),
    sections=(
        Section(
            "story",
            word("Theme story"),
            word("What users struggled with."),
            shown_first=True,
            aliases=("主题说明", "问题描述"),
        ),
        Section(
            "before_after",
            word("Before and after"),
            word("The same scene before and after the change."),
            aliases=("优化前后", "优化效果", "前后对比"),
        ),
    ),
    tables=(OPTIMISATIONS, FEEDBACK),
    shelf_life_days=31,
    signals=("effects_not_measured", "days_since_update"),
    guidance=word("What was improved for users, and what it brought."),
    aliases=("体验优化", "优化建议"),
)
