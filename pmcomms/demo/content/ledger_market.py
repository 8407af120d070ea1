"""云账本: what goes to 市场, 销售 and 客服."""

from __future__ import annotations

from pmcomms.demo.content.shape import Answered, Days, Edition, Said, Story


def stories(day: Days) -> list[Story]:
    return [*marketing(day), *sales(day), *support(day)]


def marketing(day: Days) -> list[Story]:
    return [
        Story("CLB", "market-analysis", "中小企业在线对账市场分析", "chensiyuan", "", (
            Edition(20, "本季度更新：竞品价格与规模口径", {
                "question": "华东与华南 50–500 人企业，在线对账与开票，未来四个季度。",
                "positioning": "最快完成月结的对账工具：三步导出，一小时交账。",
                "opportunity": "竞品普遍停留在逐条导出；客户愿意为月结提速付费。",
                "advice": "以「月结一小时」为主打信息，先打 12 家已提需求的客户。",
            }, {
                "sizes": [{"size": "860000000", "year": day.year(), "inputs": "目标企业 4.3 万家 × 年费 2 万元", "source": "行业协会年报", "sourced_on": day(-40)}],
                "conclusions": [{"statement": "月结提速是首要购买理由", "action": "发布会主题围绕月结", "owner": "suqing", "due_on": day(4)}],
            }, (Answered("marketing", "suqing", "agreed"), Answered("sales", "mayue", "acknowledged"), Answered("finance", "linlan", "acknowledged"))),
        ), fill_ins=(("conclusions", 1, "verdict", "accepted", "suqing"), ("conclusions", 1, "remark", "发布会主题已定为「月结一小时」。", "suqing"))),
        Story("CLB", "user-research", "财务主管月结访谈", "chensiyuan", "", (
            Edition(25, "12 家客户访谈结论", {
                "purpose": "弄清月结里最耗时的环节，以及客户愿意怎样改变。",
                "method": "半结构化访谈 12 场，每场 45 分钟；事先签署知情同意，记录已匿名。",
                "summary": "11 家提到导出；9 家把导出文件再手工改名后发给客户经理。",
            }, {"insights": [
                {"statement": "导出之后的分发同样耗时", "quote": "导完还要一份份改名字发出去", "sources": 9},
                {"statement": "失败不可见最让人焦虑", "quote": "不知道它是在跑还是挂了", "sources": 7},
            ]}, (Answered("marketing", "suqing", "acknowledged"), Answered("operations", "zhaoyi", "acknowledged"))),
        ), fill_ins=(("insights", 1, "is_usable", "是", "suqing"),)),
        Story("CLB", "promotion-strategy", "v3.2 推广策略", "chensiyuan", "v3.2", (
            Edition(1, "首次发起：以月结一小时为主线", {
                "what_why": "v3.2 批量导出是全年最大的效率提升，配合月末结账窗口推出。",
                "audience": "现有客户的财务主管；50–500 人企业的新线索。",
                "message": "「月结一小时」——三步导出整月对账单。",
                "contingency": "若发版顺延超过三天，线上活动改为预约制。",
            }, {
                "channels": [
                    {"channel": "老客户邮件", "audience": "财务主管", "budget": "6000", "planned_reach": 3200, "planned_leads": 180, "owner": "suqing", "from_on": day(9), "to_on": day(14)},
                    {"channel": "行业公众号", "audience": "新线索", "budget": "32000", "planned_reach": 50000, "planned_leads": 260, "owner": "baixue", "from_on": day(9), "to_on": day(20)},
                ],
                "duties": [{"task": "客户案例稿件", "owner": "baixue", "accountable": "suqing", "due_on": day(5)}, {"task": "推广素材定稿", "owner": "suqing", "accountable": "jiangtao", "due_on": day(3)}],
            }),
        ), question=("finance", "linlan", "行业公众号的 3.2 万是否含税？合同由谁签？")),
        Story("CLB", "launch-event", "v3.2 线上发布会", "suqing", "v3.2", draft=Edition(0, "", {
            "theme": "月结一小时",
            "aim": "报名 600 人，到场 350 人，带来 120 条有效线索。",
            "flow": "开场 5 分钟，演示 20 分钟，客户分享 15 分钟，问答 20 分钟。",
        }, {"countdown": [
            {"task": "确定主讲人与演示数据", "day": -9, "owner": "suqing", "due_on": day(2), "deliverable": "流程表"},
            {"task": "演示环境彩排", "day": -3, "owner": "hanlei", "due_on": day(6), "deliverable": "彩排记录"},
        ]})),
    ]  # fmt: skip


def sales(day: Days) -> list[Story]:
    return [
        Story("CLB", "sales-material", "v3.2 销售资料包", "chensiyuan", "v3.2", (
            Edition(7, "更新演示脚本与竞品对照", {
                "pitch": "云账本 v3.2：三步导出整月对账单，月结从一天半缩短到一小时。",
                "script": "先展示逐条导出的耗时，再现场导出 10 万行。",
                "stories": "某连锁餐饮 38 家门店，月结由 2 天缩短到 50 分钟（可署名引用）。",
            }, {"battlecards": [{"competitor": "易账通", "we_win": "批量导出与断点续传", "they_win": "线下渠道多", "traps": "请对方现场导出一万行", "last_checked_on": day(-8)}]},
                (Answered("sales", "mayue", "acknowledged"), Answered("marketing", "suqing", "acknowledged"))),
        )),
        Story("CLB", "customer-needs", "销售侧客户需求", "mayue", "", (
            Edition(1, "本周新增 3 条，导出类累计 18 条", {
                "summary": "导出类需求累计 **18 条**，涉及续约金额 146 万元；其中 3 家给出明确截止日。",
                "workaround": "目前由客服每月代导，单家约 2 小时。",
            }, {
                "asks": [
                    {"ask": "按客户经理分组导出对账单", "customer": "禾一餐饮", "submitter": "mayue", "submitted_on": day(-4), "amount": "180000", "deadline_on": day(20)},
                    {"ask": "多币种账本", "customer": "蓝桥外贸", "submitter": "yuanfang", "submitted_on": day(-2), "amount": "260000"},
                ],
                "promises": [{"customer": "禾一餐饮", "wording": f"{day.spoken(9)}前上线批量导出", "due_on": day(9), "owner": "mayue", "requirement": "CLB-298"}],
            }),
        ), fill_ins=(("asks", 1, "outcome", "planned", "chensiyuan"), ("asks", 2, "outcome", "declined", "chensiyuan"), ("asks", 2, "reason", "本期不做多币种，v3.3 立项时再评估。", "chensiyuan"), ("asks", 1, "is_told", "是", "mayue"))),
        Story("CLB", "sales-targets", f"{day.spoken_quarter(0)}销售目标", "dinghao", "", (
            Edition(30, "目标分解到区域与产品线", {"segments": "华东占 60%，新客占 40%。", "pricing": "折扣低于八折须销售总监审批。", "risks": "若批量导出延期，两家续约可能顺延。"}, {
                "targets": [
                    {"period": day.quarter(0), "region": "华东", "line": "标准版", "owner": "mayue", "target": "2400000", "forecast": "2150000"},
                    {"period": day.quarter(0), "region": "华南", "line": "标准版", "owner": "yuanfang", "target": "1600000", "forecast": "1480000"},
                    {"period": day.quarter(0), "region": "渠道", "line": "专业版", "owner": "yuanfang", "target": "900000", "forecast": "960000"},
                ],
                "gaps": [{"cause": "华东两家续约等待批量导出", "action": "安排 v3.2 内测名额", "owner": "mayue", "due_on": day(5)}],
            }, (Answered("finance", "linlan", "agreed"), Answered("sales", "mayue", "agreed"))),
        )),
        Story("CLB", "customer-care", "重点客户健康度", "mayue", "", (
            Edition(3, "本月两家黄灯", {"story": "禾一餐饮与蓝桥外贸等待新功能，使用频次下降。", "plan": "v3.2 内测邀请两家参加。"}, {
                "accounts": [{"customer": "禾一餐饮", "segment": "连锁", "arr": "180000", "renewal_on": day(25), "owner": "mayue", "use": 62, "engagement": 70, "support": 80, "relation": 85}],
                "risks": [{"customer": "蓝桥外贸", "risk_signal": "两周未登录", "play": "安排回访与内测", "owner": "yuanfang", "due_on": day(3)}],
            }),
        ), fill_ins=(("accounts", 1, "health", "yellow", "mayue"), ("accounts", 1, "renewal_outlook", "批量导出按期上线即续约，已口头确认。", "mayue"))),
    ]  # fmt: skip


def support(day: Days) -> list[Story]:
    return [
        Story("CLB", "manuals", "云账本用户手册", "hejing", "v3.2", (
            Edition(8, "新增批量导出章节", {
                "quick_start": "登录后进入「对账」，选择月份，点击「导出整月」。",
                "guide": "导出任务在「任务中心」查看进度；链接 24 小时内有效。",
                "questions": "**导出失败怎么办？** 系统自动重试三次，仍失败请联系客服重发链接。",
            }, {
                "faq": [{"question": "链接过期了怎么办？", "answer": "请客服点击「重发链接」，旧链接立即失效。", "area": "导出"}],
                "gaps": [{"gap": "缺少断点续传的图文说明", "asker": "songjia", "owner": "hejing", "due_on": day(4)}],
            }, (Answered("sales", "mayue", "acknowledged"), Answered("support", "songjia", "agreed"))),
        ), fill_ins=(("faq", 1, "hits", 212, "songjia"), ("faq", 1, "helpful", 187, "songjia"))),
        Story("CLB", "troubleshooting", "故障排除指南", "chensiyuan", "v3.1", (
            Edition(70, "v3.1 常见故障", {"background": "适用于 v3.1；按客户描述的现象查找。", "tools": "任务中心日志、链路追踪号。"}, {
                "entries": [{"symptom": "导出一直转圈", "error_code": "EXP-408", "area": "导出", "versions": "v3.1", "verified_by": "luming", "verified_on": day(-60)}],
            }, (Answered("support", "hejing", "acknowledged"), Answered("rd", "hanlei", "agreed"))),
        ), fill_ins=(("entries", 1, "solved", 46, "luming"), ("entries", 1, "not_solved", 5, "luming"))),
        Story("CLB", "feedback-analysis", "客服反馈周报", "hejing", "", (
            Edition(1, "本周 15 条，导出类占六成", {
                "findings": "本周收到 **15 条**反馈，导出类 9 条；近 90 天导出类累计 41 条，涉及 12 家客户，集中在月末三天。",
                "advice": "v3.2 发版后第一周加派两人值守导出问题。",
            }, {
                "themes": [{"theme": "批量导出", "count": 41, "customers": 12, "quotes": "一份份导太慢了", "requirement": "CLB-298"}, {"theme": "发票税号缺失", "count": 14, "customers": 6, "quotes": "导出的发票没有税号", "requirement": "CLB-311"}],
                "feedback": [{"words": "发票导出缺少税号，报销被退回", "channel": "电话", "customer": "海川物流", "owner": "songjia", "due_on": day(1)}],
            }),
        ), comments=(Said("songjia", "海川物流已经第三次来电，@[陈思远](user:chensiyuan) 能给个时间吗？", 0.4),)),
        Story("CLB", "after-sales", "技术支持服务等级", "hejing", "", (
            Edition(10, "本月无违约", {"scope": "工作日 9:00–21:00 在线支持，P1 全天响应。", "exclusions": "客户自行修改的导出模板。", "hours": "P1 为 7×24，其余 5×12。"},
                {"known_issues": [{"issue": "弱网下导出进度停在 99%", "workaround": "刷新页面即可下载", "owner": "luming", "due_on": day(6)}]}),
        )),
    ]  # fmt: skip
