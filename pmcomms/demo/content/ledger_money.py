"""云账本: what goes to 财务 and 运营."""

from __future__ import annotations

from pmcomms.demo.content.shape import Answered, Days, Edition, Said, Story


def stories(day: Days) -> list[Story]:
    return [*finance(day), *operations(day)]


def budget(day: Days) -> Story:
    first = Edition(
        26,
        "首次发起",
        {
            "aim": "覆盖 v3.1 到 v3.2 的研发与推广，共六个月。",
            "assumptions": "人员按现有编制；云资源按现行合同单价。",
            "risk": "导出文件存储可能增加云资源用量。",
        },
        {
            "lines": [
                {
                    "category": "cloud",
                    "item": "云资源",
                    "phase": "运行",
                    "cost_centre": "CC-301",
                    "basis": "每月 7,000 元 × 6 个月",
                    "quantity": "6",
                    "unit_price": "7000",
                    "is_reserve": "否",
                },
                {
                    "category": "outsourcing",
                    "item": "外包测试",
                    "phase": "测试",
                    "cost_centre": "CC-301",
                    "basis": "18 人天 × 900 元",
                    "quantity": "18",
                    "unit_price": "900",
                    "is_reserve": "否",
                },
                {
                    "category": "travel",
                    "item": "差旅",
                    "phase": "推广",
                    "cost_centre": "CC-305",
                    "basis": "6 次 × 2,000 元",
                    "quantity": "6",
                    "unit_price": "2000",
                    "is_reserve": "否",
                },
                {
                    "category": "consulting",
                    "item": "外部安全评审",
                    "phase": "测试",
                    "cost_centre": "CC-301",
                    "basis": "一次 6,000 元",
                    "quantity": "1",
                    "unit_price": "6000",
                    "is_reserve": "否",
                },
                {
                    "category": "other",
                    "item": "预备费",
                    "phase": "全程",
                    "cost_centre": "CC-301",
                    "basis": "其余各项的 8%",
                    "quantity": "1",
                    "unit_price": "6096",
                    "is_reserve": "是",
                },
            ],
            "budgets": [{"year": day.year(), "state": "submitted", "approver": "zhoumin"}],
        },
        (
            Answered("finance", "linlan", "agreed-with-conditions", conditions=("差旅减 10%",)),
            Answered("rd", "hanlei", "acknowledged"),
            Answered("marketing", "suqing", "acknowledged"),
        ),
    )
    second = Edition(
        15,
        "差旅减 10%；安全评审改由内部完成，取消该项",
        {"risk": "导出文件存储可能增加云资源用量；安全评审由内部完成，需预留两周。"},
        answers=(
            Answered("finance", "linlan", "agreed"),
            Answered("rd", "hanlei", "acknowledged"),
            Answered("marketing", "suqing", "acknowledged"),
        ),
        changed={"lines": {3: {"basis": "6 次 × 1,800 元", "unit_price": "1800"}, 5: {"unit_price": "5520"}}},
        removed={"lines": [4]},
        met="差旅由每次 2,000 元减为 1,800 元。",
    )
    third = Edition(
        4,
        "云资源由 ¥42,000 调整为 ¥51,300",
        {"assumptions": "人员按现有编制；云资源按**新合同单价**（7.2 折），六个月合计由 ¥42,000 调整为 ¥51,300。"},
        answers=(Answered("finance", "linlan", "returned", "云资源单价与合同不一致，请附新合同的单价表。"),),
        changed={"lines": {1: {"basis": "每月 8,550 元 × 6 个月", "unit_price": "8550"}, 4: {"unit_price": "6264"}}},
    )
    return Story(
        "CLB", "budget", "v3.2 预算方案", "chensiyuan", "", (first, second, third),
        comments=(Said("linlan", "新合同第 4 页单价是 6.8 折，和这里的 7.2 折对不上。", 3, section="assumptions", replies=(("chensiyuan", "收到，我按合同附件重算，第 4 版一并附上单价表。"),)),),
    )  # fmt: skip


def finance(day: Days) -> list[Story]:
    return [
        budget(day),
        Story("CLB", "revenue-forecast", f"{day.year(1)} 年收益预测", "linlan", "", (
            Edition(8, "基准情景更新", {"logic": "新客数 × 客单价 × 留存，按月滚动。", "assumptions": "v3.2 按期发版，次年一季度新客增长 12%。", "sensitivity": "发版每顺延一个月，全年收入减少约 2.1%。"}, {},
                (Answered("sales", "mayue", "agreed"), Answered("finance", "zhoumin", "agreed"))),
        )),
        Story("CLB", "cost-control", f"{day.spoken_month(-1)}成本控制", "linlan", "", (
            Edition(2, f"{day.spoken_month(-1)}执行 106%，超支来自云资源", {"comment": f"{day.spoken_month(-1)}预算执行 **106%**：预算 ¥15,000，实际 ¥15,900。", "causes": "云资源按新合同计价，比预算多 ¥1,550；外包测试节余 ¥650。", "measures": f"{day.spoken_month(0)}起对象存储设置用量上限。"}, {
                "closes": [
                    {"month": day.month(-1), "item": "云资源", "budget": "7000", "committed": "8550", "owner": "chensiyuan", "due_on": day(3)},
                    {"month": day.month(-1), "item": "外包测试", "budget": "8000", "committed": "7350", "owner": "liwen", "due_on": day(5)},
                ],
            }),
        )),
        Story("CLB", "financial-report", f"{day.spoken_quarter(-1)}项目审计", "linlan", "", (
            Edition(6, "审计资料清单", {"report": f"{day.spoken_quarter(-1)}收入 312 万元，毛利率 64%。", "notes": "研发支出按费用化处理。"}, {
                "requests": [
                    {"item": "云资源合同与发票", "period": day.quarter(-1), "department": "finance", "owner": "fanxin", "due_on": day(2)},
                    {"item": "外包测试验收单", "period": day.quarter(-1), "department": "rd", "owner": "liwen", "due_on": day(4)},
                ],
            }, (Answered("finance", "zhoumin", "agreed"),)),
        ), fill_ins=(("requests", 1, "provided_on", day(-1), "fanxin"), ("requests", 1, "state", "provided", "linlan")), visitor="auditor"),
    ]  # fmt: skip


def operations(day: Days) -> list[Story]:
    return [
        Story("CLB", "operating-data", "运营数据周报", "zhaoyi", "", (
            Edition(0.5, "次周留存 31.4% → 33.9%", {"meta": "口径：周活跃企业，排除内部账号。", "findings": "次周留存由 31.4% 升至 **33.9%**，主要来自导出内测企业。", "advice": "发版后连续四周观察导出成功率。"}),
        )),
        Story("CLB", "growth-plan", f"{day.spoken_quarter(0)}增长计划", "zhaoyi", "", (
            Edition(15, "以导出为切入的激活实验", {"north_star": "每周完成一次月结操作的企业数。", "loop": "导出 → 分享链接 → 收件企业注册。", "channel_choice": "以产品内分享为主，外部投放为辅。"}, {
                "experiments": [{"hypothesis": "导出完成页加分享引导，收件企业注册率提升 2 个百分点", "metric": "收件注册率", "guards": "导出成功率", "sample": 4000, "impact": 7, "confidence": 6, "ease": 8, "owner": "caiwei", "start_on": day(-5), "end_on": day(9)}],
            }, (Answered("rd", "hanlei", "acknowledged"), Answered("finance", "linlan", "acknowledged"), Answered("operations", "caiwei", "agreed"))),
        )),
        Story("CLB", "daily-operations", "日常运营值班", "zhaoyi", "", (
            Edition(1, "本周值班安排", {"shift_notes": "月末三天加派值守，导出队列超过 200 条时通知研发。"}, {
                "routine": [{"item": "检查导出队列积压", "owner": "caiwei", "due_on": day(0)}, {"item": "更新公告：v3.2 内测名单", "owner": "zhaoyi", "due_on": day(1)}],
            }),
        ), fill_ins=(("routine", 1, "remark", "队列峰值 86 条，未超过通知线。", "caiwei"),)),
    ]  # fmt: skip
