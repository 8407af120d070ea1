"""CS-1 使用手册和培训资料 and CS-2 故障排除指南."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, done, due_on, owner, requirement, todo
from artifacts.declaration import ACKNOWLEDGE, AGREE, FULL, RELEASE, STANDARD, Column, Kind, Receiver, Section, Table

DOCUMENTS = Table(
    "documents",
    _("Documents"),
    row_prefix="DO",
    is_main=True,
    is_expected=True,
    columns=(
        Column("document", _("Document"), is_key=True, is_expected=True),
        Column(
            "document_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("quick_start", _("Quick start")),
                ("guide", _("Guide")),
                ("faq", _("FAQ")),
                ("video", _("Video")),
                ("training", _("Training")),
            ),
        ),
        Column("audience", _("Audience")),
        Column("version_from", _("From product version"), is_expected=True),
        Column("version_to", _("To product version")),
        owner(),
        Column(
            "state",
            _("State"),
            "single_choice",
            choices=(
                ("writing", _("Being written")),
                ("review", _("In review")),
                ("current", _("Current")),
                ("retired", _("Retired")),
            ),
        ),
        Column("languages", _("Languages")),
        Column("address", _("Address"), "link", is_material=False),
    ),
)
CHAPTERS = Table(
    "chapters",
    _("Chapters and features"),
    row_prefix="CP",
    columns=(
        Column("feature", _("Feature"), is_key=True, is_expected=True),
        requirement(),
        Column("document", _("Document"), "row_reference", reference_table="documents"),
        Column("chapter", _("Chapter")),
    ),
)
FAQ = Table(
    "faq",
    _("FAQ"),
    row_prefix="FQ",
    is_main=True,
    is_expected=True,
    columns=(
        Column("question", _("Question"), "long_text", is_key=True, is_expected=True),
        Column("answer", _("Answer"), "long_text", is_expected=True),
        Column("area", _("Product area")),
        Column("hits", _("Hits"), "integer", filled_by=("support",)),
        Column("helpful", _("Helpful votes"), "integer", filled_by=("support",)),
        Column("wrong", _("What is wrong here"), "long_text", filled_by=("support",)),
    ),
)
COURSES = Table(
    "courses",
    _("Courses"),
    row_prefix="CR",
    columns=(
        Column("course", _("Course"), is_key=True, is_expected=True),
        Column("audience", _("Audience")),
        Column("trainer", _("Trainer"), "person", is_material=False),
        Column("held_on", _("Held on"), "date"),
        Column("materials", _("Materials"), "link"),
    ),
)
ATTENDANCE = Table(
    "attendance",
    _("Attendance"),
    row_prefix="AT",
    is_material=False,
    columns=(
        Column("course", _("Course"), "row_reference", reference_table="courses", is_key=True),
        Column("person", _("Person"), "person", is_key=True, is_expected=True),
        Column("has_attended", _("Attended"), "yes_no", filled_by=("support", "sales")),
        Column("score", _("Quiz score"), "integer", filled_by=("support", "sales")),
        Column("has_passed", _("Passed"), "yes_no", filled_by=("support", "sales")),
    ),
)
GAPS = Table(
    "gaps",
    _("Missing chapters"),
    row_prefix="MC",
    is_material=False,
    todo=todo("gap"),
    columns=(
        Column("gap", _("What is missing"), "long_text", is_key=True, is_expected=True),
        Column("asker", _("Asked by"), "person"),
        owner(),
        due_on(),
        done(),
    ),
)
MANUALS = Kind(
    code="CS-1",
    slug="manuals",
    name=_("Manuals and training"),
    department="support",
    presets=(STANDARD, FULL),
    receivers=(
        Receiver("support", AGREE, response_days=3),
        Receiver("sales", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=(
        Section(
            "quick_start",
            _("Quick start"),
            _("First result in ten minutes."),
            shown_first=True,
            is_expected=True,
            aliases=("快速入门", "快速开始", "新手指南"),
        ),
        Section(
            "guide",
            _("Function guide"),
            _("Every function: what for, how, limits."),
            is_expected=True,
            aliases=("功能说明", "功能指南", "使用说明", "操作手册"),
        ),
        Section(
            "advanced",
            _("Advanced guide"),
            _("Settings, combinations, large amounts."),
            aliases=("进阶指南", "高级功能"),
        ),
        Section(
            "questions",
            _("Notes on the FAQ"),
            _("What people ask in the first weeks."),
            aliases=("常见问题", "faq", "常见问题解答"),
        ),
        Section("videos", _("Videos"), _("Titles and addresses."), is_material=False, aliases=("视频", "视频教程")),
    ),
    tables=(DOCUMENTS, FAQ, CHAPTERS, COURSES, ATTENDANCE, GAPS),
    stale_when=(RELEASE, "prd"),
    signals=("todos_past_due",),
    guidance=_("What users and colleagues read, and who was trained."),
    aliases=("用户手册", "帮助文档", "培训材料"),
)

ENTRIES = Table(
    "entries",
    _("Entries"),
    row_prefix="EN",
    is_main=True,
    is_expected=True,
    columns=(
        Column("symptom", _("Symptom in the customer's words"), "long_text", is_key=True, is_expected=True),
        Column("error_code", _("Error code")),
        Column("area", _("Product area")),
        Column("versions", _("Versions")),
        Column("severity", _("Severity"), "single_choice", choices=LEVELS),
        Column("verified_by", _("Verified by"), "person", is_material=False),
        Column("verified_on", _("Verified on"), "date", checked_on=True, check_days=180, is_material=False),
        Column("solved", _("Times solved"), "integer", filled_by=("support",)),
        Column("not_solved", _("Times not solved"), "integer", filled_by=("support",)),
    ),
)
CAUSES = Table(
    "causes",
    _("Causes"),
    row_prefix="CU",
    is_expected=True,
    columns=(
        Column("entry", _("Entry"), "row_reference", reference_table="entries", is_key=True, is_expected=True),
        Column("cause", _("Cause"), "long_text", is_key=True, is_expected=True),
        Column("likelihood", _("Likelihood"), "single_choice", choices=LEVELS),
    ),
)
STEPS = Table(
    "steps",
    _("Steps"),
    row_prefix="SP",
    is_expected=True,
    columns=(
        Column("cause", _("Cause"), "row_reference", reference_table="causes", is_key=True),
        Column("action", _("Action"), "long_text", is_key=True, is_expected=True),
        Column("expected", _("Expected result"), "long_text"),
        Column("if_yes", _("If yes"), "long_text"),
        Column("if_no", _("If no"), "long_text"),
    ),
)
FIXES = Table(
    "fixes",
    _("Fixes"),
    row_prefix="FX",
    # Requirements of type bug will feed it once the tracker exists; until then its rows are typed.
    source="defects",
    columns=(
        Column("cause", _("Cause"), "row_reference", reference_table="causes", is_key=True),
        Column("temporary", _("Temporary fix"), "long_text"),
        Column("permanent", _("Permanent fix"), "long_text"),
        Column("defect", _("Defect")),
        Column("is_confirmed", _("Confirmed by R&D"), "yes_no", filled_by=("rd",)),
    ),
    departments=("rd", "support"),
)
ESCALATION = Table(
    "escalation",
    _("Escalation"),
    row_prefix="ES",
    columns=(
        Column("entry", _("Entry"), "row_reference", reference_table="entries"),
        Column("when", _("When"), "long_text", is_key=True, is_expected=True),
        Column("to_whom", _("To whom"), is_expected=True),
        Column(
            "collect", _("What to collect"), "long_text", guidance=_("Time, scope, screenshots, logs, previous change")
        ),
    ),
)
TROUBLESHOOTING = Kind(
    code="CS-2",
    slug="troubleshooting",
    name=_("Troubleshooting guide"),
    department="support",
    receivers=(Receiver("support", ACKNOWLEDGE, response_days=2), Receiver("rd", AGREE, response_days=3)),
    sections=(
        Section(
            "safety",
            _("Safety notes"),
            _("What must not be done, and what to save first."),
            shown_first=True,
            aliases=("注意事项", "安全提示"),
        ),
        Section("tools", _("Tools"), _("What you need at hand."), aliases=("工具", "所需工具")),
        Section(
            "background", _("Background"), _("How it works, as far as needed."), aliases=("背景", "原理", "背景知识")
        ),
    ),
    tables=(ENTRIES, CAUSES, STEPS, FIXES, ESCALATION),
    stale_when=(RELEASE, "quality"),
    signals=("rows_to_check",),
    guidance=_("From the symptom to the cause to the fix, and whom to call."),
    aliases=("故障手册", "排障指南"),
)
