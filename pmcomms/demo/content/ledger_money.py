"""云账本: what goes to 财务 and 运营."""

from __future__ import annotations

from pmcomms.demo.content.shape import Answered, Days, Edition, Said, Story


def stories(day: Days) -> list[Story]:
    return [*finance(day), *operations(day)]


def finance(day: Days) -> list[Story]:
    return [
        Story("CLB", "budget", "2026 年下半年预算方案", "chensiyuan", "", (
            Edition(26, "首次发起", {"aim": "覆盖 v3.1 到 v3.2 的研发与推广。", "assumptions": "人员按现有编制；云资源按六月合同单价。", "risk": "导出文件存储可能增加云资源用量。"}, {
                "lines": [
                    {"item": "云资源", "phase": "运行", "cost_centre": "CC-301", "basis": "每月 7,000 元 × 6 个月", "quantity": "6", "unit_price": "7000", "is_reserve": "否"},
                    {"item": "外包测试", "phase": "测试", "cost_centre": "CC-301", "basis": "18 人天 × 900 元", "quantity": "18", "unit_price": "900", "is_reserve": "否"},
                    {"item": "差旅", "phase": "推广", "cost_centre": "CC-305", "basis": "6 次 × 2,000 元", "quantity": "6", "unit_price": "2000", "is_reserve": "否"},
                    {"item": "预备费", "phase": "全程", "cost_centre": "CC-301", "basis": "总额 8%", "quantity": "1", "unit_price": "5600", "is_reserve": "是"},
                ],
            }, (Answered("finance", "linlan", "agreed-with-conditions", conditions=("差旅减 10%",)), Answered("rd", "hanlei", "acknowledged"), Answered("marketing", "suqing", "acknowledged"))),
            Edition(4, "云资源由 ¥42,000 调整为 ¥51,300，新增对象存储", {"assumptions": "人员按现有编制；云资源按**十月新合同单价**，全年合计由 ¥42,000 调整为 ¥51,300。"}, {
                "lines": [{"item": "对象存储", "phase": "运行", "cost_centre": "CC-301", "basis": "每月 3,100 元 × 3 个月", "quantity": "3", "unit_price": "3100", "is_reserve": "否"}],
            }, (Answered("finance", "linlan", "returned", "云资源单价与合同不一致，请附新合同的单价表。"),)),
        ), comments=(Said("linlan", "十月合同第 4 页单价是 6.8 折，和这里的 7.2 折对不上。", 3, section="assumptions"),)),
        Story("CLB", "revenue-forecast", "2027 年收益预测", "linlan", "", (
            Edition(6, "基准情景更新", {"logic": "新客数 × 客单价 × 留存，按月滚动。", "assumptions": "v3.2 按期发版，次年一季度新客增长 12%。", "sensitivity": "发版每顺延一个月，全年收入减少约 2.1%。"}, {},
                (Answered("sales", "mayue", "agreed"), Answered("finance", "zhoumin", "agreed"))),
        )),
        Story("CLB", "cost-control", "十月成本控制", "linlan", "", (
            Edition(2, "十月执行 106%，超支来自云资源", {"comment": "十月预算执行 **106%**。", "causes": "云资源按新合同计价，外包测试提前一周。", "measures": "十一月起对象存储设置用量上限。"}, {
                "closes": [
                    {"month": day.month(-1), "item": "云资源", "budget": "7000", "committed": "8550", "owner": "chensiyuan", "due_on": day(3)},
                    {"month": day.month(-1), "item": "外包测试", "budget": "8000", "committed": "7600", "owner": "liwen", "due_on": day(5)},
                ],
            }),
        )),
        Story("CLB", "financial-report", "第三季度项目审计", "linlan", "", (
            Edition(3, "审计资料清单", {"report": "第三季度收入 312 万元，毛利率 64%。", "notes": "研发支出按费用化处理。"}, {
                "requests": [
                    {"item": "云资源合同与发票", "period": "2026 Q3", "department": "finance", "owner": "fanxin", "due_on": day(2)},
                    {"item": "外包测试验收单", "period": "2026 Q3", "department": "rd", "owner": "liwen", "due_on": day(4)},
                ],
            }, (Answered("finance", "zhoumin", "agreed"),)),
        ), visitor="auditor"),
    ]  # fmt: skip


def operations(day: Days) -> list[Story]:
    return [
        Story("CLB", "operating-data", "运营数据周报", "zhaoyi", "", (
            Edition(0.5, "次周留存 31.4% → 33.9%", {"meta": "口径：周活跃企业，排除内部账号。", "findings": "次周留存由 31.4% 升至 **33.9%**，主要来自导出内测企业。", "advice": "发版后连续四周观察导出成功率。"}),
        )),
        Story("CLB", "growth-plan", "第四季度增长计划", "zhaoyi", "", (
            Edition(15, "以导出为切入的激活实验", {"north_star": "每周完成一次月结操作的企业数。", "loop": "导出 → 分享链接 → 收件企业注册。", "channel_choice": "以产品内分享为主，外部投放为辅。"}, {
                "experiments": [{"hypothesis": "导出完成页加分享引导，收件企业注册率提升 2 个百分点", "metric": "收件注册率", "guards": "导出成功率", "sample": 4000, "impact": 7, "confidence": 6, "ease": 8, "owner": "caiwei", "start_on": day(-5), "end_on": day(9)}],
            }, (Answered("rd", "hanlei", "acknowledged"), Answered("finance", "linlan", "acknowledged"), Answered("operations", "caiwei", "agreed"))),
        )),
        Story("CLB", "daily-operations", "日常运营值班", "zhaoyi", "", (
            Edition(1, "本周值班安排", {"shift_notes": "月末三天加派值守，导出队列超过 200 条时通知研发。"}, {
                "routine": [{"item": "检查导出队列积压", "owner": "caiwei", "due_on": day(0)}, {"item": "更新公告：v3.2 内测名单", "owner": "zhaoyi", "due_on": day(1)}],
            }),
        )),
    ]  # fmt: skip
