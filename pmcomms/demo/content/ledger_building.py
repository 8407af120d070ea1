"""云账本: the documents around building it (研发)."""

from __future__ import annotations

from pmcomms.demo.content.shape import Answered, Days, Edition, Said, Story


def stories(day: Days) -> list[Story]:
    return [prd(day), plan(day), schedule(day), quality(day)]


def prd(day: Days) -> Story:
    first = Edition(
        12,
        "首次发起：对账单导出的范围与验收",
        {
            "background": "过去 90 天内，**41 条客服反馈**与 18 条销售需求都指向同一个问题：月末对账时只能逐条导出。"
            "一家 200 人的企业，月结要导出约 1,300 份对账单，财务同事平均花掉一天半。\n\n"
            "- 数据来源：客服系统近 90 天反馈，按「导出」聚类\n- 涉及客户 12 家，其中 3 家续约在本季度",
            "users": "主要用户是中小企业的**财务主管**与出纳；次要用户是替客户处理导出问题的客服。",
            "goal_text": "让财务用户在三步之内完成整月导出，导出成功率不低于 99.5%。",
            "boundary": "不做多币种账本；移动端只提供查看；不改动开票流程。",
            "flow": "1. 选择月份与客户分组\n2. 提交导出任务，后台排队\n3. 完成后站内提醒，点开下载链接",
            "non_functional": "单次最多导出 500 份，超出部分分批导出；60 秒内完成；导出文件加密存储，链接 7 天内有效。",
            "risks": "断点续传依赖对象存储，费用需要财务确认；高峰期排队时间可能超过 5 分钟。",
        },
        {
            "stories": [
                {
                    "role": "财务主管",
                    "wish": "按月导出全部对账单",
                    "value": "月结从一天半缩短到一小时",
                    "priority": "P0",
                    "requirement": "CLB-298",
                },
                {
                    "role": "客服",
                    "wish": "替客户重发导出链接",
                    "value": "客户不用重新提交任务",
                    "priority": "P1",
                    "requirement": "CLB-302",
                },
                {"role": "出纳", "wish": "按客户分组导出", "value": "直接发给对应的客户经理", "priority": "P1"},
            ],
            "acceptance": [
                {
                    "story": "US-1",
                    "given": "当月有 500 份对账单",
                    "when": "点击「导出整月」",
                    "then": "60 秒内得到可下载的压缩包",
                },
                {
                    "story": "US-2",
                    "given": "导出任务已完成",
                    "when": "客服点击「重发链接」",
                    "then": "客户收到新链接，原链接立即失效",
                },
            ],
            "goals": [
                {"metric": "导出成功率", "baseline": "92.4%", "target": "99.5%", "reached_by": day(30)},
                {"metric": "月结导出耗时", "baseline": "1.5 天", "target": "1 小时", "reached_by": day(30)},
            ],
            "milestones": [
                {"milestone": "接口冻结", "planned_on": day(0), "deliverable": "接口文档 v1"},
                {"milestone": "验收测试通过", "planned_on": day(5), "deliverable": "测试报告"},
                {"milestone": "v3.2 发版", "planned_on": day(9), "deliverable": "正式版本"},
            ],
            "tracking": [
                {
                    "event": "export_submitted",
                    "trigger": "提交导出任务",
                    "properties": "月份、客户分组、预计行数",
                    "goal": "G-2",
                },
                {
                    "event": "export_finished",
                    "trigger": "任务完成或失败",
                    "properties": "结果、耗时、行数、重试次数",
                    "goal": "G-1",
                },
            ],
            "open_questions": [
                {"question": "导出文件保留多久？", "asker": "linlan", "owner": "chensiyuan", "due_on": day(2)},
                {"question": "排队超过 5 分钟是否提醒用户？", "asker": "hejing", "owner": "hanlei", "due_on": day(3)},
            ],
        },
        (
            Answered("rd", "hanlei", "agreed-with-conditions", conditions=("接口冻结前补齐断点续传的错误码",)),
            Answered("support", "hejing", "acknowledged"),
            Answered("operations", "zhaoyi", "acknowledged"),
        ),
    )
    second = Edition(
        5,
        "按技术评审调整：取消单次 500 份上限，链接有效期改为 24 小时",
        {
            "non_functional": "单次不超过 **10 万行**，不再分批；10 万行在 60 秒内完成；导出文件加密存储，**链接 24 小时失效**。",
        },
        {
            "stories": [
                {
                    "role": "销售",
                    "wish": "一键生成演示数据",
                    "value": "演示前 3 分钟准备好",
                    "priority": "P2",
                    "requirement": "CLB-314",
                }
            ]
        },
        (
            Answered("rd", "hanlei", "agreed"),
            Answered("support", "hejing", "acknowledged"),
            Answered("operations", "zhaoyi", "acknowledged"),
        ),
        changed={
            "acceptance": {1: {"given": "当月有 10 万行流水"}},
            "goals": {2: {"target": "30 分钟"}},
        },
    )
    third = Edition(
        0.3,
        "新增断点续传与失败重试；演示数据移到 v3.3；接口冻结顺延两天，发版日不变",
        {
            "boundary": "不做多币种账本；移动端只提供查看；不改动开票流程；**演示数据生成移到 v3.3**。",
            "flow": "1. 选择月份与客户分组\n2. 提交导出任务，后台排队，失败自动重试三次\n3. 网络中断后可以**断点续传**\n4. 完成后站内提醒，点开下载链接",
        },
        {"acceptance": [{"story": "US-1", "given": "下载到一半网络中断", "when": "重新打开链接", "then": "从中断处继续，不重新排队"}]},
        (Answered("support", "hejing", "acknowledged"),),
        changed={"milestones": {1: {"planned_on": day(2)}}},
        removed={"stories": [4]},
    )  # fmt: skip
    return Story(
        "CLB",
        "prd",
        "批量导出对账单",
        "chensiyuan",
        "v3.2",
        (first, second, third),
        comments=(
            Said(
                "hanlei",
                "断点续传需要对象存储，@[林岚](user:linlan) 预算里有这笔吗？",
                0.2,
                section="flow",
                quote="断点续传",
                replies=(("linlan", "预算第 3 版没有列，按用量估算每月约 ¥3,200，可以在调整单里补。"),),
            ),
            Said("chensiyuan", "同意：对象存储每月 ¥3,200 计入 v3.2 成本，由预算第 4 版补上。", 0.1, is_decision=True),
            Said("hejing", "话术「分批导出」要同步下线，手册我来改。", 0.15, section="non_functional"),
        ),
        fill_ins=(
            ("stories", 1, "estimate", "8", "hanlei"),
            ("stories", 1, "review", "pass", "hanlei"),
            ("stories", 2, "estimate", "3", "hanlei"),
            ("stories", 2, "review", "conditional", "hanlei"),
            ("acceptance", 2, "outcome", "as_written", "liwen"),
            ("open_questions", 1, "answer", "保留 30 天，到期自动删除；发票类按会计档案另存。", "chensiyuan"),
        ),
    )


def plan(day: Days) -> Story:
    return Story(
        "CLB",
        "technical-plan",
        "导出任务队列技术方案",
        "hanlei",
        "v3.2",
        (
            Edition(
                2,
                "自建队列与云函数两个方案的比较，建议自建",
                {
                    "background": "导出从同步改为异步任务，要求 10 万行 60 秒内完成，并支持断点续传。",
                    "current": "现在由网页请求直接生成文件，超过 500 份会超时。",
                    "design": "任务写入数据库队列，工作进程按租约领取；结果分片写入对象存储，合并时校验。",
                    "rollout_text": "先对 5% 客户开放，观察两天导出成功率，再放到 30% 与全部。",
                },
                {
                    "options": [
                        {
                            "option": "自建任务队列",
                            "cost": "38000",
                            "period": 12,
                            "maintenance": "与现有运维一致",
                            "is_chosen": "是",
                            "reason": "数据不出内网",
                        },
                        {
                            "option": "云函数",
                            "cost": "21000",
                            "period": 8,
                            "maintenance": "按量计费，高峰费用不可控",
                            "is_chosen": "否",
                        },
                    ],
                    "risks": [
                        {
                            "risk": "高峰期队列积压",
                            "response": "按客户限流，提前扩容",
                            "owner": "hanlei",
                            "due_on": day(4),
                        },
                        {
                            "risk": "对象存储费用超预期",
                            "response": "每日对账并设置上限",
                            "owner": "tangning",
                            "due_on": day(6),
                        },
                    ],
                },
            ),
        ),
        question=("rd", "liwen", "灰度期间失败的任务是否自动退回旧的导出方式？"),
    )


def schedule(day: Days) -> Story:
    return Story(
        "CLB",
        "schedule",
        "v3.2 开发进度",
        "hanlei",
        "v3.2",
        (
            Edition(
                1,
                "接口冻结顺延两天，发版日不变",
                {"summary": "导出队列联调完成 70%；接口冻结因错误码补充**顺延两天**，发版日不变。", "next_week": "完成断点续传与压力测试。"},
                {
                    "milestones": [
                        {"milestone": "接口冻结", "baseline_on": day(0), "current_on": day(2), "owner": "hanlei", "deliverable": "接口文档 v1"},
                        {"milestone": "验收测试通过", "baseline_on": day(5), "current_on": day(5), "owner": "liwen", "deliverable": "测试报告"},
                        {"milestone": "v3.2 发版", "baseline_on": day(9), "current_on": day(9), "owner": "qinyue", "deliverable": "正式版本"},
                    ],
                    "tasks": [
                        {"task": "队列领取与租约", "owner": "hanlei", "start_on": day(-6), "end_on": day(1), "progress": "80"},
                        {"task": "下载页与进度条", "owner": "tangning", "start_on": day(-3), "end_on": day(3), "progress": "45"},
                    ],
                    "help_requests": [{"request": "提供 12 家客户的脱敏流水用于压测", "department": "operations", "owner": "dengyu", "due_on": day(2)}],
                },
            ),
        ),
    )  # fmt: skip


def quality(day: Days) -> Story:
    return Story(
        "CLB",
        "quality",
        "v3.2 测试与质量报告",
        "liwen",
        "v3.2",
        (
            Edition(
                6,
                "第一轮测试结束，遗留两个缺陷待产品接受",
                {
                    "scope": "导出、重发链接、权限与断点续传；不含开票。",
                    "strategy": "接口自动化覆盖主流程，探索性测试覆盖断网与并发。",
                    "judgement": "主流程稳定，断点续传在弱网下仍有 2 个遗留缺陷，建议有条件发布。",
                },
                {
                    "criteria": [
                        {"measure": "用例通过率", "limit": "≥ 98%", "actual": "96.8%", "is_met": "否"},
                        {"measure": "严重缺陷", "limit": "0", "actual": "0", "is_met": "是"},
                    ],
                    "cases": [
                        {
                            "module": "导出",
                            "total": 124,
                            "run": 124,
                            "passed": 121,
                            "failed": 3,
                            "blocked": 0,
                            "skipped": 0,
                        },
                        {
                            "module": "权限",
                            "total": 60,
                            "run": 58,
                            "passed": 57,
                            "failed": 1,
                            "blocked": 0,
                            "skipped": 2,
                        },
                    ],
                    "left_over": [
                        {
                            "defect": "弱网下进度条停在 99%",
                            "number": "BUG-771",
                            "symptom": "文件已完成但进度不更新",
                            "workaround": "刷新页面",
                            "owner": "tangning",
                            "due_on": day(3),
                        },
                        {
                            "defect": "重发链接邮件偶发延迟",
                            "number": "BUG-779",
                            "symptom": "最长延迟 4 分钟",
                            "workaround": "站内消息即时到达",
                            "owner": "hanlei",
                            "due_on": day(4),
                        },
                    ],
                },
            ),
        ),
        overdue_days=2,
    )
