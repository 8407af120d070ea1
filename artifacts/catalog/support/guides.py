"""CS-1 使用手册和培训资料 and CS-2 故障排除指南."""

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.catalog.words import word
from artifacts.declaration import ACKNOWLEDGE, AGREE, FULL, RELEASE, STANDARD, Column, Kind, Receiver, Section, Table

DOCUMENTS = Table(
    "documents",
    word("Documents"),
    row_prefix="DO",
    is_main=True,
    is_expected=True,
    columns=(
        Column("document", word("Document"), is_key=True, is_expected=True),
        Column(
            "document_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("quick_start", word("Quick start")),
                ("guide", word("Guide")),
                ("faq", word("FAQ")),
                ("video", word("Video")),
                ("training", word("Training")),
            ),
        ),
        Column("audience", word("Audience")),
        Column("version_from", word("From product version"), is_expected=True),
        Column("version_to", word("To product version")),
        owner(),
        Column(
            "state",
            word("State"),
            "single_choice",
            choices=(
                ("writing", word("Being written")),
                ("review", word("In review")),
                ("current", word("In force")),
                ("retired", word("Retired")),
            ),
        ),
        Column("languages", word("Languages")),
        Column("address", word("Address"), "link", is_material=False),
    ),
)
CHAPTERS = Table(
    "chapters",
    word("Chapters and features"),
    row_prefix="CP",
    columns=(
        Column("feature", word("Feature"), is_key=True, is_expected=True),
        requirement(),
        Column("document", word("Document"), "row_reference", reference_table="documents"),
        Column("chapter", word("Chapter")),
    ),
)
FAQ = Table(
    "faq",
    word("FAQ"),
    row_prefix="FQ",
    is_main=True,
    is_expected=True,
    columns=(
        Column("question", word("Question"), "long_text", is_key=True, is_expected=True),
        Column("answer", word("Answer"), "long_text", is_expected=True),
        Column("area", word("Product area")),
        Column("hits", word("Hits"), "integer", filled_by=("support",)),
        Column("helpful", word("Helpful votes"), "integer", filled_by=("support",)),
        Column("wrong", word("What is wrong here"), "long_text", filled_by=("support",)),
    ),
)
COURSES = Table(
    "courses",
    word("Courses"),
    row_prefix="CR",
    columns=(
        Column("course", word("Course"), is_key=True, is_expected=True),
        Column("audience", word("Audience")),
        Column("trainer", word("Trainer"), "person", is_material=False),
        Column("held_on", word("Held on"), "date"),
        Column("materials", word("Course materials"), "link"),
    ),
)
ATTENDANCE = Table(
    "attendance",
    word("Attendance"),
    row_prefix="AT",
    is_material=False,
    columns=(
        Column("course", word("Course"), "row_reference", reference_table="courses", is_key=True),
        Column("person", word("Person"), "person", is_key=True, is_expected=True),
        Column("has_attended", word("Attended"), "yes_no", filled_by=("support", "sales")),
        Column("score", word("Quiz score"), "integer", filled_by=("support", "sales")),
        Column("has_passed", word("Passed"), "yes_no", filled_by=("support", "sales")),
    ),
)
GAPS = Table(
    "gaps",
    word("Missing chapters"),
    row_prefix="MC",
    is_material=False,
    todo=todo("gap"),
    columns=(
        Column("gap", word("What is missing"), "long_text", is_key=True, is_expected=True),
        Column("asker", word("Asked by"), "person"),
        owner(),
        due_on(),
        done(),
    ),
)
MANUALS = Kind(
    code="CS-1",
    slug="manuals",
    name=word("Manuals and training"),
    department="support",
    presets=(STANDARD, FULL),
    receivers=(
        Receiver("support", AGREE, response_days=3),
        Receiver("sales", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "quick_start",
            word("Quick start"),
            word("First result in ten minutes."),
            shown_first=True,
            is_expected=True,
            aliases=("快速入门", "快速开始", "新手指南"),
        ),
        Section(
            "guide",
            word("Function guide"),
            word("Every function: what for, how, limits."),
            is_expected=True,
            aliases=("功能说明", "功能指南", "使用说明", "操作手册"),
        ),
        Section(
            "advanced",
            word("Advanced guide"),
            word("Settings, combinations, large amounts."),
            aliases=("进阶指南", "高级功能"),
        ),
        Section(
            "questions",
            word("Notes on the FAQ"),
            word("What people ask in the first weeks."),
            aliases=("常见问题", "faq", "常见问题解答"),
        ),
        Section(
            "videos", word("Videos"), word("Titles and addresses."), is_material=False, aliases=("视频", "视频教程")
        ),
    ),
    tables=(DOCUMENTS, FAQ, CHAPTERS, COURSES, ATTENDANCE, GAPS),
    stale_when=(RELEASE, "prd"),
    signals=("todos_past_due",),
    guidance=word("What users and colleagues read, and who was trained."),
    aliases=("用户手册", "帮助文档", "培训材料"),
)

ENTRIES = Table(
    "entries",
    word("Entries"),
    row_prefix="EN",
    is_main=True,
    is_expected=True,
    columns=(
        Column("symptom", word("Symptom in the customer's words"), "long_text", is_key=True, is_expected=True),
        Column("error_code", word("Error code")),
        Column("area", word("Product area")),
        Column("versions", word("Versions")),
        Column("severity", word("Severity"), "single_choice", choices=LEVELS),
        Column("verified_by", word("Verified by"), "person", is_material=False),
        Column("verified_on", word("Verified on"), "date", checked_on=True, check_days=180, is_material=False),
        Column("solved", word("Times solved"), "integer", filled_by=("support",)),
        Column("not_solved", word("Times not solved"), "integer", filled_by=("support",)),
    ),
)
CAUSES = Table(
    "causes",
    word("Causes"),
    row_prefix="CU",
    is_expected=True,
    columns=(
        Column("entry", word("Entry"), "row_reference", reference_table="entries", is_key=True, is_expected=True),
        Column("cause", word("Cause"), "long_text", is_key=True, is_expected=True),
        Column("likelihood", word("Likelihood"), "single_choice", choices=LEVELS),
    ),
)
STEPS = Table(
    "steps",
    word("Steps"),
    row_prefix="SP",
    is_expected=True,
    columns=(
        Column("cause", word("Cause"), "row_reference", reference_table="causes", is_key=True),
        Column("action", word("What to do"), "long_text", is_key=True, is_expected=True),
        Column("expected", word("Expected result"), "long_text"),
        Column("if_yes", word("If yes"), "long_text"),
        Column("if_no", word("If no"), "long_text"),
    ),
)
FIXES = Table(
    "fixes",
    word("Fixes"),
    row_prefix="FX",
    # Requirements of type bug will feed it once the tracker exists; until then its rows are typed.
    source="defects",
    columns=(
        Column("cause", word("Cause"), "row_reference", reference_table="causes", is_key=True),
        Column("temporary", word("Temporary fix"), "long_text"),
        Column("permanent", word("Permanent fix"), "long_text"),
        Column("defect", word("Defect")),
        Column("is_confirmed", word("Confirmed by R&D"), "yes_no", filled_by=("rd",)),
    ),
    departments=("rd", "support"),
)
ESCALATION = Table(
    "escalation",
    word("Escalation"),
    row_prefix="ES",
    columns=(
        Column("entry", word("Entry"), "row_reference", reference_table="entries"),
        Column("when", word("Escalate when"), "long_text", is_key=True, is_expected=True),
        Column("to_whom", word("To whom"), is_expected=True),
        Column(
            "collect",
            word("What to collect"),
            "long_text",
            guidance=word("Time, scope, screenshots, logs, previous change"),
        ),
    ),
)
TROUBLESHOOTING = Kind(
    code="CS-2",
    slug="troubleshooting",
    name=word("Troubleshooting guide"),
    department="support",
    receivers=(Receiver("support", ACKNOWLEDGE, response_days=2), Receiver("rd", AGREE, response_days=3)),
    sections=(
        Section(
            "safety",
            word("Safety notes"),
            word("What must not be done, and what to save first."),
            shown_first=True,
            aliases=("注意事项", "安全提示"),
        ),
        Section("tools", word("Tools"), word("What you need at hand."), aliases=("工具", "所需工具")),
        Section(
            "background",
            word("Background"),
            word("How it works, as far as needed."),
            aliases=("背景", "原理", "背景知识"),
        ),
    ),
    tables=(ENTRIES, CAUSES, STEPS, FIXES, ESCALATION),
    stale_when=(RELEASE, "quality"),
    signals=("rows_to_check",),
    guidance=word("From the symptom to the cause to the fix, and whom to call."),
    aliases=("故障手册", "排障指南"),
)
