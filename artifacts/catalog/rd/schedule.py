"""RD-3 开发进度与时间表: a living record, frozen every week."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import done, due_on, owner, todo
from artifacts.declaration import (
    ACKNOWLEDGE,
    DEPARTMENTS,
    FULL,
    LIGHT,
    MANAGERS,
    PERSON,
    RELEASE,
    ROLLING,
    STANDARD,
    WEEK,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
    Todo,
)

SECTIONS = (
    Section(
        "summary",
        _("This week"),
        _("What is done, in three sentences."),
        shown_first=True,
        is_expected=True,
        aliases=("本周总结", "本周进展", "本周完成", "本周工作", "this week"),
    ),
    Section(
        "next_week",
        _("Next week"),
        _("What comes next, and what it depends on."),
        is_expected=True,
        aliases=("下周计划", "下周安排", "下周工作"),
    ),
    Section(
        "help",
        _("Help needed"),
        _("From whom, what, until when."),
        aliases=("需要协助", "需要支持", "求助", "风险与求助"),
    ),
)

MILESTONES = Table(
    "milestones",
    _("Milestones"),
    row_prefix="M",
    is_main=True,
    is_expected=True,
    guidance=_("The baseline is what was agreed first and does not move; the current date is what we believe today."),
    todo=Todo(person="owner", due="current_on", done="done", title="milestone"),
    columns=(
        Column("milestone", _("Milestone"), is_key=True, is_expected=True),
        Column(
            "stage",
            _("Stage"),
            "single_choice",
            is_material=False,
            choices=(
                ("design", _("Design")),
                ("dev_done", _("Development done")),
                ("joint_test", _("Joint test")),
                ("test", _("Test passed")),
                ("launch", _("Launch")),
                ("evt", "EVT"),
                ("dvt", "DVT"),
                ("pvt", "PVT"),
                ("pilot", _("Pilot production")),
                ("other", _("Other")),
            ),
        ),
        Column("baseline_on", _("Baseline"), "date", is_expected=True),
        Column("current_on", _("Current date"), "date", is_expected=True),
        Column("actual_on", _("Actual date"), "date", filled_by=(PERSON, MANAGERS)),
        owner(is_expected=True),
        Column("deliverable", _("Deliverable"), is_material=False),
        Column("departments", _("Departments concerned"), "departments"),
        done(_("Reached")),
    ),
    concerns="departments",
    aliases=("里程碑",),
)

TASKS = Table(
    "tasks",
    _("Tasks"),
    row_prefix="T",
    is_material=False,
    # Requirements and releases will feed it once the tracker exists; until then its rows are typed.
    source="requirements",
    todo=Todo(person="owner", due="end_on", done="done", title="task"),
    columns=(
        Column("task", _("Task"), is_key=True, is_expected=True),
        Column("milestone", _("Milestone"), "row_reference", reference_table="milestones"),
        owner(),
        Column("start_on", _("Start"), "date"),
        Column("end_on", _("End"), "date"),
        Column("after", _("After task"), "row_reference", reference_table="tasks"),
        Column(
            "link",
            _("Kind of link"),
            "single_choice",
            choices=(
                ("FS", _("Finish to start")),
                ("SS", _("Start to start")),
                ("FF", _("Finish to finish")),
                ("SF", _("Start to finish")),
            ),
        ),
        Column("progress", _("Progress"), "percent"),
        done(),
    ),
)

HEALTH = Table(
    "health",
    _("Health"),
    row_prefix="H",
    is_material=False,
    is_expected=True,
    columns=(
        Column("project", _("Project"), is_key=True, is_expected=True),
        Column(
            "health",
            _("Health"),
            "single_choice",
            is_expected=True,
            choices=(("on_track", _("On track")), ("at_risk", _("At risk")), ("late", _("Late"))),
        ),
        Column("reason", _("Reason"), "long_text"),
    ),
)

SLIPS = Table(
    "slips",
    _("Slip log"),
    row_prefix="S",
    columns=(
        Column(
            "milestone",
            _("Milestone"),
            "row_reference",
            reference_table="milestones",
            is_key=True,
            is_expected=True,
        ),
        Column("old_on", _("Old date"), "date", is_key=True),
        Column("new_on", _("New date"), "date", is_key=True, is_expected=True),
        Column(
            "cause",
            _("Cause class"),
            "single_choice",
            choices=(
                ("scope", _("Scope changed")),
                ("estimate", _("Estimate too low")),
                ("people", _("People missing")),
                ("dependency", _("Waiting for others")),
                ("quality", _("Quality")),
                ("outside", _("Outside cause")),
            ),
        ),
        Column("reason", _("Reason"), "long_text"),
        Column("departments", _("Told to"), "departments"),
        Column(
            "approval",
            _("Approval"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(("approved", _("Approved")), ("refused", _("Refused"))),
        ),
    ),
    concerns="departments",
)

REQUESTS = Table(
    "help_requests",
    _("Help requests"),
    row_prefix="HR",
    is_material=False,
    todo=todo("request"),
    columns=(
        Column("request", _("Request"), "long_text", is_expected=True),
        Column("department", _("From department"), "department"),
        owner(),
        due_on(),
        done(),
    ),
)

SCHEDULE = Kind(
    code="RD-3",
    slug="schedule",
    name=_("Progress and schedule"),
    department="rd",
    mode=ROLLING,
    period=WEEK,
    presets=(LIGHT, STANDARD, FULL),
    receivers=tuple(
        Receiver(code, ACKNOWLEDGE, response_days=2, may_lapse=True, on_change_of="milestones") for code in DEPARTMENTS
    ),
    sections=SECTIONS,
    tables=(MILESTONES, TASKS, HEALTH, SLIPS, REQUESTS),
    shelf_life_days=7,
    stale_when=(RELEASE,),
    signals=(
        "milestone_slip",
        "late_milestones",
        "behind_slipped_milestone",
        "critical_path",
        "days_since_update",
    ),
    guidance=_("Where we stand this week. Only departments whose milestone moved are asked."),
    aliases=("项目周报", "开发周报", "排期表", "进度表"),
)
