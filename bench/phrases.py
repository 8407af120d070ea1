"""Chinese sentences in a fixed pseudo-random order, so that every run searches and renders the same text."""

from __future__ import annotations

import random

SUBJECTS = [
    "对账单",
    "导出任务",
    "发票",
    "合同单价",
    "云资源",
    "多币种账本",
    "断点续传",
    "验收标准",
    "埋点",
    "灰度发布",
    "培训资料",
    "差旅预算",
]
VERBS = [
    "需要补充",
    "已经确认",
    "影响",
    "依赖",
    "延后到下周",
    "比上一版减少",
    "与财务口径不一致",
    "由研发评估",
    "请客服同步",
    "按季度复盘",
]
OBJECTS = [
    "范围说明",
    "里程碑",
    "上线日期",
    "接口文档",
    "成本估算",
    "常见问题",
    "客户名单",
    "回滚步骤",
    "测试结果",
    "销售话术",
]
ENDINGS = ["，请在周五前答复。", "，结论记在沟通记录里。", "，口径以第三版为准。", "。", "，负责人待定。"]

# Stands in about one comment of seventy-five: the word the search figure looks for.
NEEDLE = "税号"


class Writer:
    """A source of sentences; the same seed gives the same text."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)

    def sentence(self) -> str:
        pick = self._random.choice
        needle = NEEDLE if self._random.random() < 1 / 75 else ""
        return f"{pick(SUBJECTS)}{pick(VERBS)}{pick(OBJECTS)}{needle}{pick(ENDINGS)}"

    def paragraph(self, sentences: int = 4) -> str:
        return "".join(self.sentence() for _ in range(sentences))

    def number(self, below: int) -> int:
        return self._random.randrange(below)
