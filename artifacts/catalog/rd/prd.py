"""RD-1 产品需求文档: what is to be built, for whom, and how we will know."""

from artifacts.catalog.shared import PRIORITIES, VERDICTS, done, due_on, owner, todo
from artifacts.catalog.words import word
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
        word("Background and problem"),
        word("What happens today, to whom, how often, and what it costs them. Name the source of every number."),
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
            "背景介绍",
            "背景说明",
            "项目背景及目标",
            "项目背景与目标",
            "需求背景与目标",
            "背景与意义",
            "项目概述",
            "项目简介",
            "产品概述",
            "产品介绍",
            "概述",
            "background",
            "context",
            "problem",
        ),
    ),
    Section(
        "users",
        word("Target users and personas"),
        word("Who uses it, in which role, and who decides."),
        aliases=("目标用户", "用户画像", "用户角色", "角色", "用户分析", "target users", "personas"),
    ),
    Section(
        "scenarios",
        word("User scenarios"),
        word("One short story per scene: situation, step by step, result."),
        aliases=("使用场景", "场景", "用例", "业务场景", "应用场景", "use cases", "scenarios"),
    ),
    Section(
        "goal_text",
        word("Goals"),
        word("What will be different when this works. Numbers go to the table of goals."),
        aliases=("产品目标", "项目目标", "需求目标", "业务目标", "goals", "objectives"),
    ),
    Section(
        "boundary",
        word("Out of scope"),
        word("What is not done in this release, and where it went."),
        is_expected=True,
        # Not "范围": what a release does do must not be filed under what it leaves out.
        aliases=(
            "范围外",
            "产品边界",
            "不做什么",
            "本期不做",
            "非目标",
            "non-goals",
            "out of scope",
        ),
    ),
    Section(
        "flow",
        word("Flow"),
        word("The way through, with its exceptions, as a picture; Mermaid stays a block of code."),
        aliases=("业务流程", "流程图", "产品流程", "主流程", "操作流程", "flow", "user flow"),
    ),
    Section(
        "interaction",
        word("Interaction and logic"),
        word("Screens, rules, limits, empty and error states, words shown."),
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
        word("Non-functional needs"),
        word("Speed, volume, availability, security, compatibility, accessibility."),
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
        word("Risks and open points"),
        word("What may go wrong and what we will do then."),
        aliases=("风险", "风险与待定", "风险评估", "风险与对策", "待确认事项", "risks"),
    ),
    Section(
        "history",
        word("Version history"),
        word("Earlier versions written elsewhere; from now on versions are kept by themselves."),
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
    word("Goal measures"),
    row_prefix="G",
    is_expected=True,
    guidance=word(
        "A number that tells whether it worked; one of them is the north star, guardrails must not get worse."
    ),
    columns=(
        Column("metric", word("Metric"), is_key=True, is_expected=True),
        Column(
            "role",
            word("Kind"),
            "single_choice",
            choices=(("north_star", word("North star")), ("main", word("Main")), ("guardrail", word("Guardrail"))),
        ),
        Column("baseline", word("Baseline"), guidance=word("With unit and date")),
        Column("target", word("Target"), is_expected=True),
        Column("reached_by", word("Reach by"), "date"),
    ),
    aliases=("指标", "目标", "成功指标"),
)

STORIES = Table(
    "stories",
    word("User stories"),
    row_prefix="US",
    is_main=True,
    is_expected=True,
    guidance=word("As a role I want something, so that it is worth something."),
    columns=(
        Column("role", word("As a"), is_expected=True, aliases=("作为", "角色", "用户角色")),
        Column(
            "wish",
            word("I want"),
            "long_text",
            is_key=True,
            is_expected=True,
            aliases=("我想要", "需求", "需求描述", "功能"),
        ),
        Column("value", word("So that"), "long_text", aliases=("以便", "价值", "目的")),
        Column(
            "moscow",
            word("MoSCoW class"),
            "single_choice",
            choices=(
                ("must", word("Must")),
                ("should", word("Should")),
                ("could", word("Could")),
                ("wont", word("Not this time")),
            ),
        ),
        Column("priority", word("Priority"), "single_choice", choices=PRIORITIES, aliases=("优先级",)),
        # A text until the tracker exists, then a reference to the requirement.
        Column("requirement", word("Requirement"), is_material=False, aliases=("需求编号",)),
        Column("prototype", word("Prototype or design"), "link", is_material=False, aliases=("原型", "设计稿")),
        Column("picture", word("Frozen picture"), "file", is_material=False),
        Column("estimate", word("Estimate (person-days)"), "decimal", filled_by=("rd",)),
        Column("review", word("Review verdict"), "single_choice", choices=VERDICTS, filled_by=("rd",)),
    ),
    aliases=("用户故事", "用户故事与验收标准", "需求列表", "功能列表"),
)

ACCEPTANCE = Table(
    "acceptance",
    word("Acceptance criteria"),
    row_prefix="AC",
    is_main=True,
    is_expected=True,
    guidance=word("Given a situation, when somebody does something, then this can be seen."),
    columns=(
        Column("story", word("Story"), "row_reference", reference_table="stories"),
        Column("given", word("Given"), "long_text"),
        Column("when", word("When"), "long_text"),
        Column("then", word("Then"), "long_text", is_key=True, is_expected=True),
        Column(
            "outcome",
            word("Outcome"),
            "single_choice",
            filled_by=("rd", MANAGERS),
            choices=(
                ("as_written", word("As written")),
                ("deviates", word("Deviates")),
                ("not_built", word("Not built")),
            ),
        ),
        Column("proof", word("Proof picture"), "file", filled_by=("rd", MANAGERS)),
    ),
    aliases=("验收标准", "验收"),
)

MILESTONES = Table(
    "milestones",
    word("Milestones"),
    row_prefix="M",
    columns=(
        Column("milestone", word("Milestone"), is_key=True, is_expected=True),
        Column("planned_on", word("Planned on"), "date", is_expected=True),
        Column("deliverable", word("Deliverable")),
        Column("departments", word("Departments concerned"), "departments"),
    ),
    concerns="departments",
    aliases=("里程碑", "排期", "上线计划"),
)

STOPPERS = Table(
    "no_release_conditions",
    word("No-release conditions"),
    row_prefix="NR",
    guidance=word("If one of these is true on the day, we do not ship."),
    columns=(
        Column("condition", word("Condition"), "long_text", is_key=True, is_expected=True),
        Column("checked_by", word("Checked by"), "person", is_material=False),
    ),
    departments=("rd", "operations"),
)

TRACKING = Table(
    "tracking",
    word("Tracking events"),
    row_prefix="TE",
    is_expected=True,
    guidance=word("What is measured, so that the goals can be read afterwards."),
    columns=(
        Column("event", word("Event name"), is_key=True, is_expected=True, aliases=("事件名", "埋点", "事件名称")),
        Column("trigger", word("Trigger"), "long_text", is_expected=True, aliases=("触发时机", "触发条件")),
        Column("properties", word("Properties"), "long_text", aliases=("属性", "参数", "上报字段")),
        Column("goal", word("Goal measured"), "row_reference", reference_table="goals"),
    ),
    departments=("rd", "operations"),
    aliases=("埋点", "数据埋点", "埋点需求"),
)

QUESTIONS = Table(
    "open_questions",
    word("Open questions"),
    row_prefix="Q",
    is_material=False,
    todo=todo("question"),
    columns=(
        Column("question", word("Question"), "long_text", is_expected=True),
        Column("asker", word("Asked by"), "person"),
        owner(),
        due_on(),
        Column("answer", word("Answer"), "long_text", filled_by=(PERSON, MANAGERS)),
        done(word("Settled")),
    ),
    aliases=("待确认", "开放问题", "待定问题", "遗留问题"),
)

PRD = Kind(
    code="RD-1",
    slug="prd",
    name=word("Product requirements document"),
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
    guidance=word("What is to be built in a release, for whom, and how we will know that it works."),
    aliases=("PRD", "需求文档", "产品需求说明书"),
)
