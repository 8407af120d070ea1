"""导入: a file or pasted text into the draft, with a report of what could not be kept."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from artifacts import content
from artifacts.actions import lifecycle
from artifacts.models import Artifact
from tests.artifacts.making import fresh, make_artifact, make_published
from tests.artifacts.pages import AsUser, is_closed, path
from tests.conftest import Cast

MARKDOWN = "# 批量导出\n\n## 背景与目标\n\n过去 90 天内，41 条反馈指向同一个问题。\n\n## 竞品\n\n竞品都有批量导出。\n"


@pytest.fixture
def prd(cast: Cast) -> Any:
    return make_artifact(cast)


def word_file(heading: str = "背景与问题", *, comment: bool = False) -> bytes:
    document = docx.Document()
    document.add_heading(heading, level=1)
    document.add_paragraph("月末要逐条导出，平均 40 分钟。")
    document.add_heading("竞品", level=1)
    paragraph = document.add_paragraph("竞品都有批量导出。")
    if comment:
        document.add_comment(paragraph.runs, text="真的吗？", author="林岚")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def upload(name: str, data: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, data)}


def bodies(artifact: Artifact) -> dict[str, str]:
    return dict(artifact.draft_sections.values_list("key", "body"))


def test_the_form_is_reached_from_the_editor(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    assert path(prd, "import/") in client.get(path(prd, "edit/")).content.decode()
    text = client.get(path(prd, "import/")).content.decode()
    assert 'enctype="multipart/form-data"' in text and 'accept=".docx' in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_markdown_in_any_encoding_of_a_chinese_desktop(
    prd: Artifact, cast: Cast, as_user: AsUser, encoding: str
) -> None:
    response = as_user(cast.chen).post(path(prd, "import/"), upload("需求文档.md", MARKDOWN.encode(encoding)))
    text = response.content.decode()
    assert response.status_code == 200 and "导入完成" in text
    assert "背景与问题" in text and "已填入章节" in text and "竞品" in text and "成为自定章节" in text
    assert "41 条反馈" in bodies(prd)["background"]


def test_a_word_file_fills_sections_and_names_what_is_lost(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = as_user(cast.chen).post(path(prd, "import/"), upload("需求 v2.docx", word_file(comment=True)))
    text = response.content.decode()
    assert response.status_code == 200 and "文档里的批注没有导入：1 条" in text and "未能带入" in text
    assert "平均 40 分钟" in bodies(prd)["background"]
    assert fresh(prd).has_draft


def test_a_clean_file_says_that_everything_was_kept(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    response = as_user(cast.chen).post(path(prd, "import/"), upload("a.docx", word_file()))
    assert "内容全部保留" in response.content.decode()


CHAPTERS = """# 云账本 PRD

| 版本 | 修订 |
| --- | --- |
| 0.1 | 初稿 |

## 1 背景与问题

月末逐条导出。

## 2 用户与场景

财务主管。

## 3 功能需求

总述。

### 3.1 功能列表

列表。

### 3.2 流程

下单到导出。

### 3.3 接口

POST /exports

### 3.4 错误码

E01

## 4 验收与验证

逐条验收。

## 5 成本与排期

两人月。

## 6 风险与待定

单价未定。
"""


def test_every_part_stays_with_its_chapter_and_the_report_names_what_moved(
    prd: Artifact, cast: Cast, as_user: AsUser
) -> None:
    text = as_user(cast.chen).post(path(prd, "import/"), {"pasted": CHAPTERS}).content.decode()
    draft = content.read_draft(prd, cast.chen)
    by_heading = {section.heading: section.body for section in draft.sections if section.body}
    assert next(iter(by_heading)) == "引言" and "初稿" in by_heading["引言"]
    interaction = draft.section("interaction").body
    for words in ("总述。", "3.1 功能列表", "列表。", "3.3 接口", "POST /exports", "3.4 错误码", "E01"):
        assert words in interaction, words
    assert "下单到导出" in draft.section("flow").body
    assert "接口" not in by_heading["2 用户与场景"] and "财务主管" in by_heading["2 用户与场景"]
    shown = list(by_heading)
    assert shown.index("背景与问题") < shown.index("2 用户与场景") < shown.index("交互与逻辑")
    assert shown.index("5 成本与排期") < shown.index("风险与待定")
    assert "3 功能需求 → 交互与逻辑" in text and "3 功能需求 / 3.2 流程 → 流程" in text


def test_free_sections_of_a_second_import_find_room_between_others(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    for batch in range(3):
        free = "".join(f"## 附 {batch}-{number}\n\n文\n\n" for number in range(40))
        client.post(path(prd, "import/"), {"pasted": f"## 背景与问题\n\n甲\n\n{free}## 风险与待定\n\n乙\n"})
    shown = [section.heading for section in content.read_draft(prd, cast.chen).sections if section.body]
    expected = [f"附 {batch}-{number}" for batch in (2, 1, 0) for number in range(40)]
    assert [heading for heading in shown if heading.startswith("附 ")] == expected
    assert shown[0] == "背景与问题" and shown[-1] == "风险与待定"


def test_a_general_document_is_complete_with_its_text_in_free_sections(cast: Cast, as_user: AsUser) -> None:
    artifact = make_artifact(cast, "general-document")
    client = as_user(cast.chen)
    assert "缺正文" in client.get(path(artifact)).content.decode()
    client.post(path(artifact, "import/"), {"pasted": "# 周会\n\n## 进展\n\n按期。\n\n## 风险\n\n无。\n"})
    text = client.get(path(artifact)).content.decode()
    assert "按期。" in text and "缺正文" not in text


def test_the_title_and_what_changed_its_shape_are_in_the_report(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.chen)
    source = (
        "# 云账本 PRD & 计划\n\n## 背景与问题\n\n甲\n\n<details><summary>更多</summary>乙</details>\n\n"
        "<script>x()</script>\n\n| 渠道 | 条数 |\n| --- | ---: |\n| 客服 | 41 |\n"
    )
    text = client.post(path(prd, "import/"), {"pasted": source}).content.decode()
    assert "内容全部保留" not in text and "云账本 PRD &amp; 计划" in text
    assert "&lt;details&gt;、&lt;script&gt;" in text and "文档不支持的 HTML" in text and "1 列" in text
    (link,) = re.findall(r'href="([^"]*settings/\?title=[^"]*)"', text)
    assert 'value="云账本 PRD &amp; 计划"' in client.get(link).content.decode()


def test_a_title_of_word_is_named_unless_the_draft_has_it(cast: Cast, as_user: AsUser) -> None:
    document = docx.Document()
    document.add_heading("云账本 PRD", level=0)
    document.add_heading("竞品", level=1)
    document.add_paragraph("竞品都有批量导出。")
    written = io.BytesIO()
    document.save(written)
    for title, is_named in (("批量导出", True), ("云账本 PRD", False)):
        artifact = make_artifact(cast, title=title)
        response = as_user(cast.chen).post(path(artifact, "import/"), upload("a.docx", written.getvalue()))
        assert ("文档标题不在各章节里" in response.content.decode()) is is_named


def test_pasted_text_is_taken_too(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post(path(prd, "import/"), {"pasted": MARKDOWN}).status_code == 200
    assert "41 条反馈" in bodies(prd)["background"]


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (("a.docx", b"PK\x03\x04 broken"), "文件已损坏"),
        (("a.docx", word_file()[:-200]), ""),
        (("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word"), "旧版 Word 文档"),
        (("a.pdf", b"%PDF-1.7"), "这里只能导入"),
        (("a.md", b"   \n"), "文件里没有内容"),
        (None, "请选择文件，或粘贴文字"),
    ],
)
def test_what_cannot_be_read_leaves_the_draft_alone(
    prd: Artifact, cast: Cast, as_user: AsUser, sent: tuple[str, bytes] | None, why: str
) -> None:
    before = bodies(prd)
    response = as_user(cast.chen).post(path(prd, "import/"), upload(*sent) if sent else {})
    text = response.content.decode()
    assert response.status_code == 422 and why in text and 'enctype="multipart/form-data"' in text
    assert bodies(prd) == before


def test_the_form_says_that_sections_are_replaced(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    assert "会替换该章节的内容" in as_user(cast.chen).get(path(prd, "import/")).content.decode()


def test_an_archived_document_takes_nothing_in(prd: Artifact, cast: Cast, as_user: AsUser) -> None:
    lifecycle.archive(prd, actor=cast.chen)
    assert as_user(cast.chen).post(path(prd, "import/"), {"pasted": MARKDOWN}).status_code == 409


def test_readers_may_not_and_strangers_see_nothing(cast: Cast, as_user: AsUser) -> None:
    artifact = make_published(cast)
    assert is_closed(cast, as_user, artifact, "import/", pasted=MARKDOWN)
    assert as_user(cast.qin).get(path(artifact, "import/")).status_code == 403
    assert "41 条反馈" not in bodies(artifact)["background"]
