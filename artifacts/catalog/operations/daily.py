"""OP-3 日常运营管理 and OP-4 用户反馈和优化."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.declaration import MANAGERS, MONTH, NONE, ROLLING, WEEK, Column, Kind, Receiver, Section, Table

ROUTINE = Table(
    "routine",
    _("Routine checklist"),
    row_prefix="RC",
    is_main=True,
    is_expected=True,
    todo=todo("item"),
    columns=(
        Column("item", _("Item"), is_key=True, is_expected=True),
        owner(),
        due_on(),
        Column("remark", _("Remark"), "long_text", filled_by=("operations",)),
        done(),
    ),
)
CALENDAR = Table(
    "calendar",
    _("Operations calendar"),
    row_prefix="OC",
    is_main=True,
    columns=(
        Column("activity", _("Activity"), is_key=True, is_expected=True),
        Column("from_on", _("From"), "date", is_key=True, is_expected=True),
        Column("to_on", _("To"), "date"),
        Column("segment", _("Segment")),
        Column("channel", _("Channel")),
        owner(),
        Column("approval", _("Wording confirmed"), "yes_no", filled_by=(MANAGERS,)),
        Column("result", _("Result"), "long_text", filled_by=("operations",)),
    ),
)
ROSTER = Table(
    "roster",
    _("Duty roster"),
    row_prefix="DY",
    columns=(
        Column("day", _("Day"), "date", is_key=True, is_expected=True),
        Column("shift", _("Shift"), is_key=True),
        Column("person", _("Person"), "person", is_expected=True),
    ),
)
INCIDENTS = Table(
    "incidents",
    _("Incidents"),
    row_prefix="IC",
    is_main=True,
    columns=(
        Column("incident", _("Incident"), is_key=True, is_expected=True),
        Column(
            "level",
            _("Level"),
            "single_choice",
            choices=(("S1", "S1"), ("S2", "S2"), ("S3", "S3"), ("S4", "S4")),
            is_expected=True,
        ),
        Column("started_at", _("Started at"), "moment"),
        Column("found_at", _("Found at"), "moment"),
        Column("fixed_at", _("Fixed at"), "moment"),
        Column("scope", _("Affected scope"), "long_text"),
        Column("users", _("Users affected"), "integer"),
        Column("loss", _("Loss"), "money"),
        Column("causes", _("Causes"), "long_text"),
        Column("told", _("Told to"), "departments"),
    ),
)
TIMELINE = Table(
    "timeline",
    _("Timeline"),
    row_prefix="TL",
    is_material=False,
    columns=(
        Column("incident", _("Incident"), "row_reference", reference_table="incidents", is_key=True, is_expected=True),
        Column("at", _("At"), "moment", is_key=True, is_expected=True),
        Column("what", _("What happened"), "long_text", is_expected=True),
    ),
)
ACTIONS = Table(
    "actions",
    _("Incident actions"),
    row_prefix="IA",
    todo=todo("action"),
    columns=(
        Column("incident", _("Incident"), "row_reference", reference_table="incidents"),
        Column("action", _("Action"), "long_text", is_key=True, is_expected=True),
        Column(
            "purpose",
            _("Purpose"),
            "single_choice",
            choices=(
                ("prevent", _("Prevent")),
                ("detect", _("Detect")),
                ("recover", _("Recover")),
                ("process", _("Process")),
            ),
        ),
        owner(),
        due_on(),
        done(),
    ),
)
ANNOUNCEMENTS = Table(
    "announcements",
    _("Announcements"),
    row_prefix="AM",
    columns=(
        Column("audience", _("Audience"), is_key=True, is_expected=True),
        Column("wording", _("Wording"), "long_text", is_key=True, is_expected=True),
        Column("is_confirmed", _("Wording confirmed"), "yes_no", filled_by=(MANAGERS,)),
        Column("sent_at", _("Sent at"), "moment", filled_by=("operations",)),
    ),
    departments=("operations", "support"),
)
DAILY_OPERATIONS = Kind(
    code="OP-3",
    slug="daily-operations",
    name=_("Daily operations"),
    department="operations",
    mode=ROLLING,
    period=WEEK,
    receivers=(Receiver("operations", NONE), Receiver("rd", NONE), Receiver("support", NONE)),
    sections=(
        Section(
            "shift_notes",
            _("Shift notes"),
            _("What the next shift must know."),
            shown_first=True,
            is_expected=True,
            aliases=("值班记录", "交接班记录"),
        ),
        Section(
            "incident_report",
            _("Incident report"),
            _("What happened and what we learned, without blame."),
            aliases=("故障报告", "事故报告", "故障复盘"),
        ),
    ),
    tables=(ROUTINE, CALENDAR, INCIDENTS, ACTIONS, TIMELINE, ROSTER, ANNOUNCEMENTS),
    shelf_life_days=7,
    signals=("todos_past_due", "days_since_update"),
    guidance=_("What runs every day, what went wrong, and who does what about it."),
    aliases=("运营日报", "值班", "故障复盘"),
)

FEEDBACK = Table(
    "feedback",
    _("Feedback"),
    row_prefix="FE",
    # Feedback will feed it once the tracker exists; until then its rows are typed.
    source="feedback",
    columns=(
        Column("words", _("The user's words"), "long_text", is_key=True, is_expected=True),
        Column("segment", _("Segment")),
        Column("behaviour", _("Behaviour metric")),
        Column("severity", _("Severity"), "single_choice", choices=LEVELS),
    ),
)
OPTIMISATIONS = Table(
    "optimisations",
    _("Optimisations"),
    row_prefix="OT",
    is_main=True,
    is_expected=True,
    columns=(
        Column("problem", _("Problem"), "long_text", is_key=True, is_expected=True),
        Column("evidence", _("Evidence"), "long_text", is_expected=True, guidance=_("A metric and quotes")),
        Column("proposal", _("Proposal"), "long_text", is_expected=True),
        Column("expected", _("Expected effect")),
        requirement(),
        # A text until releases exist.
        Column("release", _("Release")),
        Column(
            "decision",
            _("Decision"),
            "single_choice",
            choices=(("do", _("Do")), ("later", _("Later")), ("decline", _("Decline"))),
            filled_by=(MANAGERS,),
        ),
        Column("check_on", _("Check on"), "date"),
        Column("effect", _("Measured effect"), "long_text", filled_by=("operations",)),
        Column("told_by", _("Users told through"), filled_by=("operations",)),
        Column("told_on", _("Users told on"), "date", filled_by=("operations",)),
    ),
)
OPTIMISATION = Kind(
    code="OP-4",
    slug="optimisation",
    name=_("User feedback and optimisation"),
    department="operations",
    mode=ROLLING,
    period=MONTH,
    receivers=(Receiver("operations", NONE),),
    sections=(
        Section(
            "story",
            _("Theme story"),
            _("What users struggled with."),
            shown_first=True,
            aliases=("主题说明", "问题描述"),
        ),
        Section(
            "before_after",
            _("Before and after"),
            _("The same scene before and after the change."),
            aliases=("优化前后", "优化效果", "前后对比"),
        ),
    ),
    tables=(OPTIMISATIONS, FEEDBACK),
    shelf_life_days=31,
    signals=("effects_not_measured", "days_since_update"),
    guidance=_("What was improved for users, and what it brought."),
    aliases=("体验优化", "优化建议"),
)
