"""RD-2 技术实现方案: how it will be built, what it takes, what does not go."""

from artifacts.catalog.shared import LEVELS, VERDICTS, done, due_on, owner, todo
from artifacts.catalog.words import word
from artifacts.declaration import AGREE, MANAGERS, PERSON, Column, Kind, Receiver, Section, Table

SECTIONS = (
    Section(
        "background",
        word("Background and aim"),
        word("Which requirements this answers, and what must not break."),
        shown_first=True,
        is_expected=True,
        aliases=("背景", "背景与目标", "目标", "概述", "项目背景", "background", "goals"),
    ),
    Section(
        "current",
        word("Current architecture"),
        word("What is there today, with its limits."),
        aliases=("现状", "现有架构", "系统现状", "当前架构", "current state"),
    ),
    Section(
        "design",
        word("Proposed design"),
        word("Parts, their duties and how they talk; a picture helps."),
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
        word("Interface list"),
        word("Path, input, output, errors, who calls it."),
        aliases=("接口设计", "接口", "api", "接口定义", "接口文档", "interfaces"),
    ),
    Section(
        "data_change",
        word("Data change"),
        word("New and changed tables, amounts, migration and how long it takes."),
        aliases=("数据库设计", "数据模型", "数据变更", "表结构", "存储设计", "data model"),
    ),
    Section(
        "compatibility",
        word("Compatibility"),
        word("Old clients, old data, other systems."),
        aliases=("兼容性设计", "兼容", "compatibility"),
    ),
    Section(
        "security",
        word("Security"),
        word("Who may do it, what is logged, which data is sensitive."),
        aliases=("安全设计", "安全性", "权限设计", "security"),
    ),
    Section(
        "rollout_text",
        word("Roll-out and roll-back"),
        word("In which steps it goes out, when we stop, how we go back."),
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
    word("Options compared"),
    row_prefix="OP",
    is_main=True,
    is_expected=True,
    guidance=word("At least two, for example build and buy; one is chosen, with the reason."),
    columns=(
        Column("option", word("Option"), is_key=True, is_expected=True),
        Column("cost", word("Cost"), "money"),
        Column("period", word("Period (working days)"), "integer"),
        Column("difficulty", word("Difficulty"), "single_choice", choices=LEVELS),
        Column("maintenance", word("Maintenance"), "long_text"),
        Column("is_chosen", word("Chosen"), "yes_no"),
        Column("reason", word("Reason"), "long_text"),
    ),
    departments=("rd", "finance"),
)

FEASIBILITY = Table(
    "feasibility",
    word("Feasibility per story"),
    row_prefix="F",
    is_main=True,
    is_expected=True,
    guidance=word(
        "Every story of the requirements document gets a word: it goes, it goes with limits, it does not go."
    ),
    columns=(
        # A story of another document: its number and words.
        Column("story", word("Story"), is_key=True, is_expected=True),
        Column(
            "feasible",
            word("Feasible"),
            "single_choice",
            is_expected=True,
            choices=(
                ("ok", word("Goes")),
                ("with_limits", word("Goes with limits")),
                ("not_possible", word("Does not go")),
            ),
        ),
        Column("limits", word("Limits"), "long_text"),
        Column(
            "accepted",
            word("Answer of the product manager"),
            "single_choice",
            filled_by=(MANAGERS,),
            choices=(
                ("accepted", word("Limits accepted")),
                ("scope_changed", word("Scope is changed")),
                ("refused", word("Limits not accepted")),
            ),
        ),
        Column("accepted_note", word("Reason"), "long_text", filled_by=(MANAGERS,)),
    ),
)

ESTIMATES = Table(
    "estimates",
    word("Estimate"),
    row_prefix="E",
    is_expected=True,
    columns=(
        Column("module", word("Module"), is_key=True, is_expected=True),
        Column("role", word("Role"), is_key=True, guidance=word("Front end, back end, test, design")),
        Column("person_days", word("Person-days"), "decimal", is_expected=True),
        Column("remark", word("Remark"), "long_text", is_material=False),
    ),
    departments=("rd", "finance"),
)

RISKS = Table(
    "risks",
    word("Risks"),
    row_prefix="R",
    is_expected=True,
    todo=todo("risk"),
    columns=(
        Column("risk", word("Risk"), "long_text", is_key=True, is_expected=True),
        Column("probability", word("Probability"), "single_choice", choices=LEVELS),
        Column("impact", word("Impact"), "single_choice", choices=LEVELS),
        Column("response", word("Response"), "long_text"),
        owner(),
        due_on(word("Response due on")),
        done(word("Response done")),
    ),
)

GAPS = Table(
    "resource_gaps",
    word("Resource gaps"),
    row_prefix="RG",
    guidance=word("People, hardware and licences that are missing; finance reads them as cost candidates."),
    columns=(
        Column("resource", word("Resource"), is_key=True, is_expected=True),
        Column(
            "resource_kind",
            word("Kind"),
            "single_choice",
            choices=(
                ("people", word("People")),
                ("hardware", word("Hardware and cloud")),
                ("licence", word("Licence")),
                ("other", word("Other")),
            ),
        ),
        Column("quantity", word("Quantity"), "decimal"),
        Column("unit_price", word("Unit price"), "money", is_rate=True),
        Column("amount", word("Amount"), "computed", computed="quantity_times_price"),
        Column("needed_from", word("Needed from"), "date"),
    ),
    departments=("rd", "finance"),
)

ROLLOUT = Table(
    "rollout",
    word("Roll-out steps"),
    row_prefix="RO",
    columns=(
        Column("step", word("Step"), is_key=True, is_expected=True),
        Column("share", word("Share of users"), "percent"),
        Column("planned_on", word("Planned on"), "date"),
        Column("stop_rule", word("Stop rule"), "long_text"),
        Column("rollback_owner", word("Roll-back owner"), "person", is_material=False),
    ),
    departments=("rd", "operations"),
)

REVIEW = Table(
    "review_issues",
    word("Review issues"),
    row_prefix="RI",
    is_material=False,
    todo=todo("issue"),
    columns=(
        Column("issue", word("Issue"), "long_text", is_expected=True),
        Column("reviewer", word("Reviewer"), "person"),
        Column("verdict", word("Verdict"), "single_choice", choices=VERDICTS),
        owner(),
        due_on(),
        Column("answer", word("Answer"), "long_text", filled_by=(PERSON, MANAGERS)),
        done(word("Settled")),
    ),
)

TECHNICAL_PLAN = Kind(
    code="RD-2",
    slug="technical-plan",
    name=word("Technical plan"),
    department="rd",
    receivers=(Receiver(MANAGERS, AGREE, response_days=3), Receiver("rd", AGREE, response_days=3)),
    sections=SECTIONS,
    tables=(FEASIBILITY, OPTIONS, ESTIMATES, RISKS, GAPS, ROLLOUT, REVIEW),
    stale_when=("prd",),
    signals=("stories_without_feasibility", "limits_without_answer", "person_days", "risks_without_owner"),
    guidance=word("How the requirements will be built, what it takes, and which of them go only with limits."),
    aliases=("技术方案", "概要设计", "详细设计"),
)
