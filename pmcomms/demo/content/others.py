"""小程序商城 and 数据中台: the standard and the light set, partly filled."""

from __future__ import annotations

from pmcomms.demo.content.shape import Answered, Days, Edition, Said, Story


def stories(day: Days) -> list[Story]:
    return [
        Story("MPS", "prd", "拼团活动改版", "xujiayi", "v1.8", (
            Edition(9, "首次发起", {"background": "拼团成团率由 61% 降到 48%，商家反映规则难懂。", "boundary": "不改支付流程。", "flow": "选择商品 → 设置人数与时限 → 生成分享卡片。"}, {
                "stories": [{"role": "店长", "wish": "两分钟内建好一个拼团", "priority": "P0"}, {"role": "顾客", "wish": "看到还差几人成团", "priority": "P1"}],
                "open_questions": [{"question": "未成团是否自动退款？", "asker": "fanxin", "owner": "xujiayi", "due_on": day(2)}],
            }, (Answered("rd", "tangning", "agreed"), Answered("support", "songjia", "acknowledged"), Answered("operations", "caiwei", "acknowledged"))),
        ), comments=(Said("caiwei", "成团提醒建议走订阅消息，打开率更高。", 2),)),
        Story("MPS", "schedule", "v1.8 开发进度", "tangning", "v1.8", (
            Edition(2, "按计划进行", {"summary": "拼团后端完成，小程序端联调中。"}, {
                "milestones": [{"milestone": "提审", "baseline_on": day(6), "current_on": day(6), "owner": "tangning", "deliverable": "小程序包"}],
            }),
        )),
        Story("MPS", "promotion-strategy", "店庆周推广策略", "xujiayi", "v1.8", (
            Edition(3, "首次发起", {"what_why": "店庆周前两周上线拼团，带动门店到店核销。", "audience": "社区门店的熟客。", "message": "「邻居一起买，店庆更便宜」"}, {
                "channels": [{"channel": "门店海报", "audience": "到店顾客", "budget": "12000", "planned_reach": 20000, "planned_leads": 900, "owner": "baixue", "from_on": day(15), "to_on": day(30)}],
            }, (Answered("marketing", "baixue", "agreed"),)),
        )),
        Story("MPS", "launch-event", "店庆周会员日", "xujiayi", "v1.8", (
            Edition(2, "首次发起：倒计时与分工", {"theme": "邻居一起买", "aim": "120 家门店参加，成团 8,000 单。", "flow": "预热三天，会员日当天 10:00 开团，22:00 结束。", "emergency": "成团提醒发送失败时改由店员群发。"}, {
                "countdown": [
                    {"task": "门店报名截止", "day": -7, "owner": "yuanfang", "due_on": day(1), "deliverable": "门店名单"},
                    {"task": "拼团页主视觉定稿", "day": -5, "owner": "baixue", "due_on": day(2), "deliverable": "主视觉与文案"},
                    {"task": "压测与限流预案", "day": -3, "owner": "tangning", "due_on": day(4), "deliverable": "压测记录"},
                    {"task": "公众号与短信排期", "day": -2, "owner": "suqing", "due_on": day(5), "deliverable": "排期表"},
                    {"task": "值班与应急联系人", "day": -1, "owner": "songjia", "due_on": day(6), "deliverable": "值班表"},
                ],
            }, (Answered("marketing", "baixue", "agreed"), Answered("support", "songjia", "acknowledged"))),
        )),
        Story("MPS", "customer-needs", "门店需求收集", "yuanfang", "", (
            Edition(4, "本周 6 条", {"summary": "门店希望支持多规格拼团与阶梯价。"}, {"asks": [{"ask": "阶梯价拼团", "customer": "果然鲜", "submitter": "yuanfang", "submitted_on": day(-3), "amount": "36000"}]}),
        )),
        Story("MPS", "budget", "店庆周活动预算", "xujiayi", "", draft=Edition(0, "", {"aim": "店庆周推广与补贴。", "assumptions": "补贴按成团订单 3 元计。"}, {
            "lines": [{"item": "成团补贴", "phase": "活动", "cost_centre": "CC-402", "basis": "8,000 单 × 3 元", "quantity": "8000", "unit_price": "3", "is_reserve": "否"}],
        })),
        Story("DMP", "prd", "指标口径统一", "wenbo", "v0.4", (
            Edition(18, "首次发起", {"background": "「活跃企业」在三个系统里有三种算法，周会上对不上数。", "boundary": "本期只统一 12 个核心指标。"}, {
                "stories": [{"role": "运营经理", "wish": "查到每个指标的唯一定义", "priority": "P0"}],
            }, (Answered("rd", "qinyue", "agreed"), Answered("support", "luming", "acknowledged"), Answered("operations", "dengyu", "acknowledged"))),
        )),
        Story("DMP", "feedback-analysis", "内部使用反馈", "luming", "", (
            Edition(5, "九条反馈，六条已回复", {"findings": "主要集中在指标口径说明太简略。", "advice": "每个指标补充一个例子。"}),
        )),
        Story("DMP", "general-document", "数据中台术语约定", "wenbo", "", draft=Edition(0, "", {}, {})),
    ]  # fmt: skip
