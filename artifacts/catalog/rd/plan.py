"""RD-2 技术实现方案: how it will be built, what it takes, what does not go."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import LEVELS, VERDICTS, done, due_on, owner, todo
from artifacts.declaration import AGREE, MANAGERS, PERSON, Column, Kind, Receiver, Section, Table

SECTIONS = (
    Section(
        "background",
        _("Background and aim"),
        _("Which requirements this answers, and what must not break."),
        shown_first=True,
        is_expected=True,
        aliases=("背景", "背景与目标", "目标", "概述", "项目背景", "background", "goals"),
    ),
    Section(
        "current",
        _("Current architecture"),
        _("What is there today, with its limits."),
        aliases=("现状", "现有架构", "系统现状", "当前架构", "current state"),
    ),
    Section(
        "design",
        _("Proposed design"),
        _("Parts, their duties and how they talk; a picture helps."),
        is_expected=True,
        aliases=(
            "方案设计",
            "总体设计",
            "技术方案",
            "架构设计",
            "系统设计",
            "详细设计",
            "整体方案",
            "design",
            "proposal",
        ),
    ),
    Section(
        "interfaces",
        _("Interface list"),
        _("Path, input, output, errors, who calls it."),
        aliases=("接口设计", "接口", "api", "接口定义", "接口文档", "interfaces"),
    ),
    Section(
        "data_change",
        _("Data change"),
        _("New and changed tables, amounts, migration and how long it takes."),
        aliases=("数据库设计", "数据模型", "数据变更", "表结构", "存储设计", "data model"),
    ),
    Section(
        "compatibility",
        _("Compatibility"),
        _("Old clients, old data, other systems."),
        aliases=("兼容性设计", "兼容", "compatibility"),
    ),
    Section(
        "security",
        _("Security"),
        _("Who may do it, what is logged, which data is sensitive."),
        aliases=("安全设计", "安全性", "权限设计", "security"),
    ),
    Section(
        "rollout_text",
        _("Roll-out and roll-back"),
        _("In which steps it goes out, when we stop, how we go back."),
        departments=("operations", "rd"),
        aliases=(
            "上线方案",
            "灰度方案",
            "发布计划",
            "回滚方案",
            "上线与回滚",
            "部署方案",
            "rollout",
            "rollback",
        ),
    ),
)

OPTIONS = Table(
    "options",
    _("Options compared"),
    row_prefix="OP",
    is_main=True,
    is_expected=True,
    guidance=_("At least two, for example build and buy; one is chosen, with the reason."),
    columns=(
        Column("option", _("Option"), is_key=True, is_expected=True),
        Column("cost", _("Cost"), "money"),
        Column("period", _("Period (working days)"), "integer"),
        Column("difficulty", _("Difficulty"), "single_choice", choices=LEVELS),
        Column("maintenance", _("Maintenance"), "long_text"),
        Column("is_chosen", _("Chosen"), "yes_no"),
        Column("reason", _("Reason"), "long_text"),
    ),
    departments=("rd", "finance"),
)

FEASIBILITY = Table(
    "feasibility",
    _("Feasibility per story"),
    row_prefix="F",
    is_main=True,
    is_expected=True,
    guidance=_("Every story of the requirements document gets a word: it goes, it goes with limits, it does not go."),
    columns=(
        # A story of another document: its number and words.
        Column("story", _("Story"), is_key=True, is_expected=True),
        Column(
            "feasible",
            _("Feasible"),
            "single_choice",
            is_expected=True,
            choices=(
                ("ok", _("Goes")),
                ("with_limits", _("Goes with limits")),
                ("not_possible", _("Does not go")),
            ),
        ),
        Column("limits", _("Limits"), "long_text"),
        Column(
            "accepted",
            _("Answer of the product manager"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(
                ("accepted", _("Limits accepted")),
                ("scope_changed", _("Scope is changed")),
                ("refused", _("Limits not accepted")),
            ),
        ),
        Column("accepted_note", _("Reason"), "long_text", filled_by=(MANAGERS,)),
    ),
)

ESTIMATES = Table(
    "estimates",
    _("Estimate"),
    row_prefix="E",
    is_expected=True,
    columns=(
        Column("module", _("Module"), is_key=True, is_expected=True),
        Column("role", _("Role"), is_key=True, guidance=_("Front end, back end, test, design")),
        Column("person_days", _("Person-days"), "decimal", is_expected=True),
        Column("remark", _("Remark"), "long_text", is_material=False),
    ),
    departments=("rd", "finance"),
)

RISKS = Table(
    "risks",
    _("Risks"),
    row_prefix="R",
    is_expected=True,
    todo=todo("risk"),
    columns=(
        Column("risk", _("Risk"), "long_text", is_key=True, is_expected=True),
        Column("probability", _("Probability"), "single_choice", choices=LEVELS),
        Column("impact", _("Impact"), "single_choice", choices=LEVELS),
        Column("response", _("Response"), "long_text"),
        owner(),
        due_on(_("Response due on")),
        done(_("Response done")),
    ),
)

GAPS = Table(
    "resource_gaps",
    _("Resource gaps"),
    row_prefix="RG",
    guidance=_("People, hardware and licences that are missing; finance reads them as cost candidates."),
    columns=(
        Column("resource", _("Resource"), is_key=True, is_expected=True),
        Column(
            "resource_kind",
            _("Kind"),
            "single_choice",
            choices=(
                ("people", _("People")),
                ("hardware", _("Hardware and cloud")),
                ("licence", _("Licence")),
                ("other", _("Other")),
            ),
        ),
        Column("quantity", _("Quantity"), "decimal"),
        Column("unit_price", _("Unit price"), "money"),
        Column("amount", _("Amount"), "computed", computed="quantity_times_price"),
        Column("needed_from", _("Needed from"), "date"),
    ),
    departments=("rd", "finance"),
)

ROLLOUT = Table(
    "rollout",
    _("Roll-out steps"),
    row_prefix="RO",
    columns=(
        Column("step", _("Step"), is_key=True, is_expected=True),
        Column("share", _("Share of users"), "percent"),
        Column("planned_on", _("Planned on"), "date"),
        Column("stop_rule", _("Stop rule"), "long_text"),
        Column("rollback_owner", _("Roll-back owner"), "person", is_material=False),
    ),
    departments=("rd", "operations"),
)

REVIEW = Table(
    "review_issues",
    _("Review issues"),
    row_prefix="RI",
    is_material=False,
    todo=todo("issue"),
    columns=(
        Column("issue", _("Issue"), "long_text", is_expected=True),
        Column("reviewer", _("Reviewer"), "person"),
        Column("verdict", _("Verdict"), "single_choice", choices=VERDICTS),
        owner(),
        due_on(),
        Column("answer", _("Answer"), "long_text", filled_by=(PERSON, MANAGERS)),
        done(_("Settled")),
    ),
)

TECHNICAL_PLAN = Kind(
    code="RD-2",
    slug="technical-plan",
    name=_("Technical plan"),
    department="rd",
    receivers=(Receiver(MANAGERS, AGREE, response_days=3), Receiver("rd", AGREE, response_days=3)),
    sections=SECTIONS,
    tables=(FEASIBILITY, OPTIONS, ESTIMATES, RISKS, GAPS, ROLLOUT, REVIEW),
    stale_when=("prd",),
    signals=("stories_without_feasibility", "limits_without_answer", "person_days", "risks_without_owner"),
    guidance=_("How the requirements will be built, what it takes, and which of them go only with limits."),
    aliases=("技术方案", "概要设计", "详细设计"),
)
