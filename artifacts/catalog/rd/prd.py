"""RD-1 产品需求文档: what is to be built, for whom, and how we will know."""

from django.utils.translation import gettext_lazy as _

from artifacts.catalog.shared import PRIORITIES, VERDICTS, done, due_on, owner, todo
from artifacts.declaration import (
    ACKNOWLEDGE,
    AGREE,
    FULL,
    LIGHT,
    MANAGERS,
    PERSON,
    RELEASE,
    STANDARD,
    Column,
    Kind,
    Receiver,
    Section,
    Table,
)

SECTIONS = (
    Section(
        "background",
        _("Background and problem"),
        _("What happens today, to whom, how often, and what it costs them. Name the source of every number."),
        shown_first=True,
        is_expected=True,
        aliases=(
            "背景与目标",
            "背景",
            "项目背景",
            "需求背景",
            "产品背景",
            "背景与问题",
            "问题与背景",
            "概述",
            "background",
            "context",
            "problem",
        ),
    ),
    Section(
        "users",
        _("Target users and personas"),
        _("Who uses it, in which role, and who decides."),
        aliases=("目标用户", "用户画像", "用户角色", "角色", "用户分析", "target users", "personas"),
    ),
    Section(
        "scenarios",
        _("User scenarios"),
        _("One short story per scene: situation, step by step, result."),
        aliases=("使用场景", "场景", "用例", "业务场景", "应用场景", "use cases", "scenarios"),
    ),
    Section(
        "goal_text",
        _("Goals"),
        _("What will be different when this works. Numbers go to the table of goals."),
        aliases=("产品目标", "项目目标", "需求目标", "业务目标", "goals", "objectives"),
    ),
    Section(
        "boundary",
        _("Out of scope"),
        _("What is not done in this release, and where it went."),
        is_expected=True,
        aliases=(
            "范围外",
            "产品边界",
            "不做什么",
            "本期不做",
            "非目标",
            "需求范围",
            "范围",
            "non-goals",
            "out of scope",
            "scope",
        ),
    ),
    Section(
        "flow",
        _("Flow"),
        _("The way through, with its exceptions; a Mermaid block or a picture."),
        aliases=("业务流程", "流程图", "产品流程", "主流程", "操作流程", "flow", "user flow"),
    ),
    Section(
        "interaction",
        _("Interaction and logic"),
        _("Screens, rules, limits, empty and error states, words shown."),
        departments=("rd", "support", "operations"),
        aliases=(
            "交互与逻辑",
            "功能说明",
            "功能描述",
            "功能需求",
            "详细设计",
            "产品功能",
            "需求说明",
            "需求详情",
            "功能详情",
            "交互说明",
            "functional requirements",
        ),
    ),
    Section(
        "non_functional",
        _("Non-functional needs"),
        _("Speed, volume, availability, security, compatibility, accessibility."),
        departments=("rd", "operations"),
        aliases=(
            "非功能需求",
            "非功能性需求",
            "性能需求",
            "安全需求",
            "性能要求",
            "non-functional requirements",
        ),
    ),
    Section(
        "risks",
        _("Risks and open points"),
        _("What may go wrong and what we will do then."),
        aliases=("风险", "风险与待定", "风险评估", "风险与对策", "待确认事项", "risks"),
    ),
    Section(
        "history",
        _("Version history"),
        _("Earlier versions written elsewhere; from now on versions are kept by themselves."),
        is_material=False,
        aliases=(
            "修订记录",
            "变更记录",
            "修改记录",
            "文档修订",
            "版本记录",
            "更新记录",
            "changelog",
            "revision history",
        ),
    ),
)

GOALS = Table(
    "goals",
    _("Goal measures"),
    row_prefix="G",
    is_expected=True,
    guidance=_("A number that tells whether it worked; one of them is the north star, guardrails must not get worse."),
    columns=(
        Column("metric", _("Metric"), is_key=True, is_expected=True),
        Column(
            "role",
            _("Role"),
            "single_choice",
            choices=(("north_star", _("North star")), ("main", _("Main")), ("guardrail", _("Guardrail"))),
        ),
        Column("baseline", _("Baseline"), guidance=_("With unit and date")),
        Column("target", _("Target"), is_expected=True),
        Column("reached_by", _("Reach by"), "date"),
    ),
    aliases=("指标", "目标", "成功指标"),
)

STORIES = Table(
    "stories",
    _("User stories"),
    row_prefix="US",
    is_main=True,
    is_expected=True,
    guidance=_("As a role I want something, so that it is worth something."),
    columns=(
        Column("role", _("As a"), is_expected=True, aliases=("作为", "角色", "用户角色")),
        Column(
            "wish",
            _("I want"),
            "long_text",
            is_key=True,
            is_expected=True,
            aliases=("我想要", "需求", "需求描述", "功能"),
        ),
        Column("value", _("So that"), "long_text", aliases=("以便", "价值", "目的")),
        Column(
            "moscow",
            _("MoSCoW class"),
            "single_choice",
            choices=(
                ("must", _("Must")),
                ("should", _("Should")),
                ("could", _("Could")),
                ("wont", _("Not this time")),
            ),
        ),
        Column("priority", _("Priority"), "single_choice", choices=PRIORITIES, aliases=("优先级",)),
        # A text until the tracker exists, then a reference to the requirement.
        Column("requirement", _("Requirement"), is_material=False, aliases=("需求编号",)),
        Column("prototype", _("Prototype or design"), "link", is_material=False, aliases=("原型", "设计稿")),
        Column("picture", _("Frozen picture"), "file", is_material=False),
        Column("estimate", _("Estimate (person-days)"), "decimal", filled_by=("rd",)),
        Column("review", _("Review verdict"), "single_choice", choices=VERDICTS, filled_by=("rd",)),
    ),
    aliases=("用户故事", "用户故事与验收标准", "需求列表", "功能列表"),
)

ACCEPTANCE = Table(
    "acceptance",
    _("Acceptance criteria"),
    row_prefix="AC",
    is_main=True,
    is_expected=True,
    guidance=_("Given a situation, when somebody does something, then this can be seen."),
    columns=(
        Column("story", _("Story"), "row_reference", reference_table="stories"),
        Column("given", _("Given"), "long_text"),
        Column("when", _("When"), "long_text"),
        Column("then", _("Then"), "long_text", is_key=True, is_expected=True),
        Column(
            "outcome",
            _("Outcome"),
            "single_choice",
            filled_by=("rd", MANAGERS),
            choices=(
                ("as_written", _("As written")),
                ("deviates", _("Deviates")),
                ("not_built", _("Not built")),
            ),
        ),
        Column("proof", _("Proof picture"), "file", filled_by=("rd", MANAGERS)),
    ),
    aliases=("验收标准", "验收"),
)

MILESTONES = Table(
    "milestones",
    _("Milestones"),
    row_prefix="M",
    columns=(
        Column("milestone", _("Milestone"), is_key=True, is_expected=True),
        Column("planned_on", _("Planned on"), "date", is_expected=True),
        Column("deliverable", _("Deliverable")),
        Column("departments", _("Departments concerned"), "departments"),
    ),
    concerns="departments",
    aliases=("里程碑", "排期", "上线计划"),
)

STOPPERS = Table(
    "no_release_conditions",
    _("No-release conditions"),
    row_prefix="NR",
    guidance=_("If one of these is true on the day, we do not ship."),
    columns=(
        Column("condition", _("Condition"), "long_text", is_key=True, is_expected=True),
        Column("checked_by", _("Checked by"), "person", is_material=False),
    ),
    departments=("rd", "operations"),
)

TRACKING = Table(
    "tracking",
    _("Tracking events"),
    row_prefix="TE",
    is_expected=True,
    guidance=_("What is measured, so that the goals can be read afterwards."),
    columns=(
        Column("event", _("Event"), is_key=True, is_expected=True, aliases=("事件名", "埋点", "事件名称")),
        Column("trigger", _("Trigger"), "long_text", is_expected=True, aliases=("触发时机", "触发条件")),
        Column("properties", _("Properties"), "long_text", aliases=("属性", "参数", "上报字段")),
        Column("goal", _("Goal measured"), "row_reference", reference_table="goals"),
    ),
    departments=("rd", "operations"),
    aliases=("埋点", "数据埋点", "埋点需求"),
)

QUESTIONS = Table(
    "open_questions",
    _("Open questions"),
    row_prefix="Q",
    is_material=False,
    todo=todo("question"),
    columns=(
        Column("question", _("Question"), "long_text", is_expected=True),
        Column("asker", _("Asked by"), "person"),
        owner(),
        due_on(),
        Column("answer", _("Answer"), "long_text", filled_by=(PERSON, MANAGERS)),
        done(_("Settled")),
    ),
    aliases=("待确认", "开放问题", "待定问题", "遗留问题"),
)

PRD = Kind(
    code="RD-1",
    slug="prd",
    name=_("Product requirements document"),
    department="rd",
    presets=(LIGHT, STANDARD, FULL),
    receivers=(
        Receiver("rd", AGREE, response_days=3),
        Receiver("operations", ACKNOWLEDGE, response_days=2, may_lapse=True),
        Receiver("support", ACKNOWLEDGE, response_days=2, may_lapse=True),
    ),
    sections=SECTIONS,
    tables=(STORIES, ACCEPTANCE, GOALS, TRACKING, MILESTONES, QUESTIONS, STOPPERS),
    stale_when=(RELEASE,),
    signals=(
        "stories_without_acceptance",
        "acceptance_without_outcome",
        "open_questions_past_due",
        "goals_without_tracking",
    ),
    guidance=_("What is to be built in a release, for whom, and how we will know that it works."),
    aliases=("PRD", "需求文档", "产品需求说明书"),
)
