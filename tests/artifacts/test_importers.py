"""Markdown and pasted HTML into sections, sections onto a kind, and back out as Markdown."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError

from artifacts.columns.base import escape_markdown
from artifacts.exporters.markdown import SectionPart, TablePart, artifact_as_markdown
from artifacts.importers import report
from artifacts.importers.files import import_file, import_text
from artifacts.importers.markdown_file import decode, read_markdown
from artifacts.importers.matching import match_sections
from artifacts.importers.pasted import read_pasted
from artifacts.importers.report import ImportedDocument, ImportedSection, ImportNote
from conversations.text.blocks import block_ids
from conversations.text.markdown import from_markdown
from conversations.text.plain import to_plain
from tests.artifacts.word import png
from tests.conversations.text.payloads import MARKDOWN, html_payloads
from tests.conversations.text.shapes import assert_safe


def without_ids(html: str) -> str:
    return re.sub(r' data-id="[^"]*"', "", html)


def outline(document: ImportedDocument) -> list[tuple[str, int, str]]:
    return [(part.heading, part.level, to_plain(part.html)) for part in document.parts]


def notes(document: ImportedDocument) -> dict[str, tuple[int, str]]:
    return {note.kind: (note.count, note.text) for note in document.report}


def body(html: str) -> str:
    return without_ids("".join(part.html for part in read_pasted(html).parts))


# --- Markdown -------------------------------------------------------------------------------------


def test_markdown_is_cut_at_its_headings() -> None:
    document = read_markdown("# 云账本 PRD\n\n序\n\n## 一、背景\n\n甲\n\n### 现状\n\n乙\n\n## 目标\n\n- 丙\n")
    assert document.title == "云账本 PRD"
    assert outline(document) == [("", 1, "序"), ("一、背景", 2, "甲"), ("现状", 3, "乙"), ("目标", 2, "丙")]


def test_a_title_is_taken_only_from_a_heading_above_all_others() -> None:
    assert read_markdown("# 甲\n\n一\n\n# 乙\n\n二", title="文件名").title == "文件名"
    assert read_markdown("正文", title="文件名").title == "文件名"
    assert read_markdown("前言\n\n# 甲\n\n## 乙", title="文件名").title == "文件名"


def test_code_mermaid_and_tables_stay_what_they_are() -> None:
    document = read_markdown(
        "## 流程\n\n```mermaid\ngraph TD\n# 不是标题\n```\n\n| a | b |\n|---|---|\n| 1<br>2 | `x` |\n"
    )
    html = without_ids(document.parts[0].html)
    assert '<pre><code class="language-mermaid">graph TD\n# 不是标题</code></pre>' in html
    assert "<td><p>1<br>2</p></td>" in html
    assert len(document.parts) == 1


def test_pictures_come_from_the_text_from_files_beside_it_or_leave_a_word() -> None:
    inline = base64.b64encode(png()).decode()
    document = read_markdown(
        f"![内](data:image/png;base64,{inline}) ![旁](./images/流程.png) ![旁2](images/%E6%B5%81%E7%A8%8B.png)\n\n"
        "![远](https://a.example/x.png) ![缺](y.png) ![坏](data:image/png;base64,AAAA) 后文",
        files={"images/流程.png": png(3)},
    )
    assert [one.content_type for one in document.pictures] == ["image/png", "image/png"]
    html = without_ids(document.parts[0].html)
    assert html.count("<img") == 3
    assert '<a href="https://a.example/x.png" rel="noopener noreferrer">［远］</a> ［缺］ ［坏］ 后文' in html
    assert notes(document) == {
        report.PICTURE_LINKED: (1, "https://a.example/x.png"),
        report.PICTURE_MISSING: (1, "缺"),
        report.PICTURE_FORMAT: (1, "坏"),
    }


def test_a_request_for_contents_is_noted_outside_code_only() -> None:
    document = read_markdown("[TOC]\n\n# 甲\n\n```\n[TOC]\n```")
    assert notes(document)[report.CONTENTS] == (1, "[TOC]")
    assert "[TOC]" in to_plain(document.parts[-1].html)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("需求".encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + "需求".encode(), "UTF-8"),
        ("需求".encode("gb18030"), "GB18030"),
        (b"\xff\xfe" + "需求".encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + "需求".encode("utf-16-be"), "UTF-16"),
        (b"plain", "UTF-8"),
    ],
)
def test_encodings_of_chinese_files_are_told_apart(data: bytes, encoding: str) -> None:
    text, found = decode(data)
    assert text in ("需求", "plain")
    assert found == encoding
    assert import_file("需求.md", data).encoding == encoding


def test_every_word_of_markdown_comes_out() -> None:
    text = (
        "---\ntags: 标签\n---\n# 题\n序[^1]\n\n> [!NOTE] 提示\n> 注意\n\n## 甲\n- [x] 做\n1. 列\n   续\n\n词\n\n"
        "<details><summary>折</summary>叠</details>\n\n[^1]: 脚注\n"
    )
    document = read_markdown(text)
    came = document.title + "".join(heading + words for heading, _level, words in outline(document))
    for word in ["标签", "题", "序", "提示", "注意", "甲", "做", "列", "续", "词", "折", "叠", "脚注"]:
        assert word in came, word


# --- Pasted ---------------------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
p.MsoNormal {margin:0}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='mso-outline-level:2'><b>背景<o:p></o:p></b></p>
<p class=MsoListParagraph style='text-indent:-21pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>甲项</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>a)<span>&nbsp; </span></span><![endif]>甲子项</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>乙项</p>
<p class=MsoNormal><span style='font-weight:bold'>粗</span><span style='mso-hide:all;display:none'>藏</span>正文
<!--[if gte vml 1]><v:shape/><![endif]--></p>
<!--EndFragment--></body></html>"""


def test_lists_headings_and_bold_of_word_are_found_in_its_styles() -> None:
    document = read_pasted(WORD)
    assert [(part.heading, part.level) for part in document.parts] == [("背景", 2)]
    assert without_ids(document.parts[0].html) == (
        "<ol><li><p>甲项</p><ol><li><p>甲子项</p></li></ol></li><li><p>乙项</p></li></ol><p><strong>粗</strong>正文</p>"
    )
    assert notes(document)[report.HIDDEN_TEXT] == (1, "藏")


def test_bullets_of_word_are_bullets() -> None:
    mark = "<span style='mso-list:Ignore'>·<span>&nbsp;</span></span>"
    html = "".join(f"<p style='mso-list:l1 level1 lfo2'>{mark}{words}</p>" for words in "甲乙")
    assert body(html) == "<ul><li><p>甲</p></li><li><p>乙</p></li></ul>"


def test_a_table_of_excel_keeps_spans_and_the_bold_of_its_classes() -> None:
    html = (
        "<html><head><style>.xl65 {font-weight:700; text-align:center} td {color:black}</style></head><body>"
        "<table><col width=72><tr><td class=xl65 colspan=2>表头</td></tr><tr><td x:num>1,280</td>"
        "<td>甲<br style='mso-data-placement:same-cell'>乙</td></tr></table></body></html>"
    )
    assert body(html) == (
        '<table><tbody><tr><td colspan="2"><p><strong>表头</strong></p></td></tr>'
        "<tr><td><p>1,280</p></td><td><p>甲<br>乙</p></td></tr></tbody></table>"
    )


def test_tasks_code_and_boxes_of_feishu_are_kept() -> None:
    html = (
        '<ul><li data-list="isChecked">做完</li><li data-list="unchecked">没做</li></ul>'
        '<pre data-language="Python"><div>x = 1</div><div>  y = 2</div></pre>'
        '<div class="heading-2">标题</div><div data-type="callout"><div>提醒</div></div>'
    )
    document = read_pasted(html)
    first = without_ids(document.parts[0].html)
    assert 'data-checked="true"><p>做完</p>' in first and 'data-checked="false"><p>没做</p>' in first
    assert '<code class="language-python">' in first and "x = 1\n  y = 2" in first
    assert outline(document)[1] == ("标题", 2, "提醒")


def test_pasted_pictures_become_attachments_and_scripts_vanish() -> None:
    data = base64.b64encode(png()).decode()
    document = read_pasted(
        f'<p onclick="x()">字<img src="data:image/png;base64,{data}"><img src="file:///C:/x.png">'
        "<script>alert(1)</script></p>"
    )
    assert len(document.pictures) == 1
    assert "script" not in document.parts[0].html and "onclick" not in document.parts[0].html
    assert notes(document)[report.PICTURE_MISSING][0] == 1


def test_pasted_text_is_read_as_what_it_is() -> None:
    assert outline(import_text("<p>甲</p>"))[0][2] == "甲"
    assert outline(import_text("# 甲\n\n乙"))[0] == ("甲", 1, "乙")
    with pytest.raises(ValidationError):
        import_text("  ")
    with pytest.raises(ValidationError):
        read_pasted("<p></p>")


# --- Matching -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declared:
    key: str
    name: str
    aliases: tuple[str, ...] = ()


SECTIONS = [
    Declared("background", "背景与问题", ("背景", "Background")),
    Declared("goals", "目标"),
    Declared("flow", "流程"),
]


def test_headings_fill_the_sections_they_name_and_the_rest_stays_in_order() -> None:
    document = read_markdown(
        "# PRD\n\n序\n\n## 一、需求来源\n\n源\n\n## 1.1 背景\n\n甲\n\n### 现状\n\n乙\n\n## 目标说明：\n\n丙\n\n"
        "## 附录\n\n丁\n\n### 表\n\n戊\n\n## BACKGROUND\n\n己"
    )
    matched = match_sections(document, SECTIONS)
    assert matched.title == "PRD"
    assert without_ids(matched.declared["background"]) == (
        "<p>甲</p><h3>现状</h3><p>乙</p><h3>BACKGROUND</h3><p>己</p>"
    )
    assert to_plain(matched.declared["goals"]) == "丙"
    assert [(part.heading, to_plain(part.html)) for part in matched.free] == [
        ("", "序"), ("一、需求来源", "源"), ("附录", "丁\n表\n戊"),
    ]  # fmt: skip
    assert matched.placed == [("1.1 背景", "background"), ("目标说明：", "goals"), ("BACKGROUND", "background")]
    renamed = "1.1 背景 → 背景与问题\n目标说明： → 目标\nBACKGROUND → 背景与问题"
    assert matched.report[-1] == ImportNote(report.HEADING, renamed, 3)
    assert matched.order == [0, 1, "background", "goals", 2]


def test_a_declared_section_below_another_heading_is_found_there() -> None:
    document = ImportedDocument("", [ImportedSection("概述", 1, ""), ImportedSection("目标", 2, "<p>甲</p>")])
    matched = match_sections(document, SECTIONS)
    assert to_plain(matched.declared["goals"]) == "甲"
    assert [part.heading for part in matched.free] == ["概述"]


def test_a_deeper_part_goes_where_its_own_chapter_went() -> None:
    document = read_markdown(
        "## 1 用户\n\n甲\n\n## 2 目标\n\n乙\n\n### 2.1 流程\n\n丙\n\n#### 步骤\n\n丁\n\n### 2.2 接口\n\n戊\n\n"
        "#### 错误码\n\n己\n\n## 3 成本\n\n庚\n\n### 3.1 人力\n\n辛"
    )
    matched = match_sections(document, SECTIONS)
    assert without_ids(matched.declared["goals"]) == "<p>乙</p><h3>2.2 接口</h3><p>戊</p><h4>错误码</h4><p>己</p>"
    assert without_ids(matched.declared["flow"]) == "<p>丙</p><h3>步骤</h3><p>丁</p>"
    assert [(part.heading, to_plain(part.html)) for part in matched.free] == [
        ("1 用户", "甲"), ("3 成本", "庚\n3.1 人力\n辛"),
    ]  # fmt: skip
    assert matched.order == [0, "goals", 1]
    assert matched.report == [ImportNote(report.MOVED, "2 目标 / 2.1 流程 → 流程", 1)]


def test_chapters_in_another_order_than_the_kind_has_them_are_named() -> None:
    matched = match_sections(read_markdown("## 流程\n\n甲\n\n## 背景与问题\n\n乙"), SECTIONS)
    assert matched.report == [ImportNote(report.MOVED, "背景与问题", 1)]


def test_matching_loses_nothing_and_keeps_ids_apart() -> None:
    document = read_markdown("## 背景\n\n无。\n\n## Background\n\n无。\n\n## 其他\n\n无。")
    matched = match_sections(document, SECTIONS)
    texts = [*matched.declared.values(), *(part.html for part in matched.free)]
    assert "".join(to_plain(text) for text in texts).count("无。") == 3
    ids = block_ids(matched.declared["background"])
    assert len(ids) == len(set(ids))


# --- Out again ------------------------------------------------------------------------------------


def test_an_artifact_is_written_as_one_text() -> None:
    text = artifact_as_markdown(
        "云账本 PRD",
        [
            SectionPart("背景", from_markdown("甲\n\n## 现状\n\n乙")),
            SectionPart("目标", ""),
            TablePart("用户故事", ["编号", "愿望"], [["US-1", escape_markdown("导出|对账单\n第二行")], ["US-2"]]),
            TablePart("空表", ["a"], []),
        ],
        facts=[("编号", "CLB-D12"), ("版本", "第 7 版")],
    )
    assert text == (
        "# 云账本 PRD\n\n- 编号：CLB-D12\n- 版本：第 7 版\n\n## 背景\n\n甲\n\n### 现状\n\n乙\n\n## 目标\n\n"
        "## 用户故事\n\n| 编号 | 愿望 |\n| --- | --- |\n| US-1 | 导出\\|对账单<br>第二行 |\n| US-2 |  |\n\n## 空表\n"
    )


@pytest.mark.parametrize("text", ["a|b", "*x*", "<script>", "[x](y)", "1,280 元", "=1+1"])
def test_a_cell_reads_back_as_it_was(text: str) -> None:
    table = f"| h |\n| --- |\n| {escape_markdown(text)} |"
    assert to_plain(from_markdown(table)) == f"h\n{text}"


def test_what_is_written_can_be_imported_again() -> None:
    text = artifact_as_markdown("PRD", [SectionPart("目标", from_markdown("- 甲\n- **（乙）**丙"))])
    document = read_markdown(text)
    assert document.title == "PRD"
    assert without_ids(document.parts[0].html) == "<ul><li><p>甲</p></li><li><p><strong>（乙）</strong>丙</p></li></ul>"


@pytest.mark.parametrize("payload", [*html_payloads(), *MARKDOWN])
def test_hostile_text_is_imported_harmless_or_not_at_all(payload: str) -> None:
    for read in (read_pasted, read_markdown):
        try:
            document = read(f"{payload}\n\n字<p>字</p>")
        except ValidationError:
            continue
        for part in document.parts:
            assert_safe(part.html)
