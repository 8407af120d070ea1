"""RD-3 开发进度与时间表: a living record, frozen every week."""

from artifacts.catalog.shared import done, due_on, owner, todo
from artifacts.catalog.words import word
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
        word("This week"),
        word("What is done, in three sentences."),
        shown_first=True,
        is_expected=True,
        aliases=("本周总结", "本周进展", "本周完成", "本周工作", "this week"),
    ),
    Section(
        "next_week",
        word("Next week"),
        word("What comes next, and what it depends on."),
        is_expected=True,
        aliases=("下周计划", "下周安排", "下周工作"),
    ),
    Section(
        "help",
        word("Help needed"),
        word("From whom, what, until when."),
        aliases=("需要协助", "需要支持", "求助", "风险与求助"),
    ),
)

MILESTONES = Table(
    "milestones",
    word("Milestones"),
    row_prefix="M",
    is_main=True,
    is_expected=True,
    guidance=word(
        "The baseline is what was agreed first and does not move; the current date is what we believe today."
    ),
    todo=Todo(person="owner", due="current_on", done="done", title="milestone"),
    columns=(
        Column("milestone", word("Milestone"), is_key=True, is_expected=True),
        Column(
            "stage",
            word("Stage"),
            "single_choice",
            is_material=False,
            choices=(
                ("design", word("Design")),
                ("dev_done", word("Development done")),
                ("joint_test", word("Joint test")),
                ("test", word("Test passed")),
                ("launch", word("Launch")),
                ("evt", "EVT"),
                ("dvt", "DVT"),
                ("pvt", "PVT"),
                ("pilot", word("Pilot production")),
                ("other", word("Other")),
            ),
        ),
        Column("baseline_on", word("Baseline"), "date", is_expected=True),
        Column("current_on", word("Current date"), "date", is_expected=True),
        Column("actual_on", word("Actual date"), "date", filled_by=(PERSON, MANAGERS)),
        owner(is_expected=True),
        Column("deliverable", word("Deliverable"), is_material=False),
        Column("departments", word("Departments concerned"), "departments"),
        done(word("Reached")),
    ),
    concerns="departments",
    aliases=("里程碑",),
)

TASKS = Table(
    "tasks",
    word("Tasks"),
    row_prefix="T",
    is_material=False,
    # Requirements and releases will feed it once the tracker exists; until then its rows are typed.
    source="requirements",
    todo=Todo(person="owner", due="end_on", done="done", title="task"),
    columns=(
        Column("task", word("Task"), is_key=True, is_expected=True),
        Column("milestone", word("Milestone"), "row_reference", reference_table="milestones"),
        owner(),
        Column("start_on", word("Start"), "date"),
        Column("end_on", word("End"), "date"),
        Column("after", word("After task"), "row_reference", reference_table="tasks"),
        Column(
            "link",
            word("Kind of link"),
            "single_choice",
            choices=(
                ("FS", word("Finish to start")),
                ("SS", word("Start to start")),
                ("FF", word("Finish to finish")),
                ("SF", word("Start to finish")),
            ),
        ),
        Column("progress", word("Progress"), "percent"),
        done(),
    ),
)

HEALTH = Table(
    "health",
    word("Health"),
    row_prefix="H",
    is_material=False,
    is_expected=True,
    columns=(
        Column("project", word("Project"), is_key=True, is_expected=True),
        Column(
            "health",
            word("Health"),
            "single_choice",
            is_expected=True,
            choices=(("on_track", word("On track")), ("at_risk", word("At risk")), ("late", word("Late"))),
        ),
        Column("reason", word("Reason"), "long_text"),
    ),
)

SLIPS = Table(
    "slips",
    word("Slip log"),
    row_prefix="S",
    columns=(
        Column(
            "milestone",
            word("Milestone"),
            "row_reference",
            reference_table="milestones",
            is_key=True,
            is_expected=True,
        ),
        Column("old_on", word("Old date"), "date", is_key=True),
        Column("new_on", word("New date"), "date", is_key=True, is_expected=True),
        Column(
            "cause",
            word("Cause class"),
            "single_choice",
            choices=(
                ("scope", word("Scope changed")),
                ("estimate", word("Estimate too low")),
                ("people", word("People missing")),
                ("dependency", word("Waiting for others")),
                ("quality", word("Quality")),
                ("outside", word("Outside cause")),
            ),
        ),
        Column("reason", word("Reason"), "long_text"),
        Column("departments", word("Told to"), "departments"),
        Column(
            "approval",
            word("Approval"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(("approved", word("Approved")), ("refused", word("Refused"))),
        ),
    ),
    concerns="departments",
)

REQUESTS = Table(
    "help_requests",
    word("Help requests"),
    row_prefix="HR",
    is_material=False,
    todo=todo("request"),
    columns=(
        Column("request", word("Request"), "long_text", is_expected=True),
        Column("department", word("From department"), "department"),
        owner(),
        due_on(),
        done(),
    ),
)

SCHEDULE = Kind(
    code="RD-3",
    slug="schedule",
    name=word("Progress and schedule"),
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
    guidance=word("Where we stand this week. Only departments whose milestone moved are asked."),
    aliases=("项目周报", "开发周报", "排期表", "进度表"),
)
