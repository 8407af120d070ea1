"""Differences of section bodies: readable, complete, quick."""

from __future__ import annotations

import random
import re

import pytest
from django.utils import translation
from hypothesis import given, settings

from artifacts.diffs.sections import ADDED, CHANGED, REMOVED, diff_sections
from artifacts.diffs.summaries import Line, line_for
from artifacts.diffs.words import changed_characters, diff_text, diff_text_html
from conversations.text.blocks import block_ids, carry_ids
from conversations.text.markdown import from_markdown
from conversations.text.plain import to_plain
from conversations.text.sanitise import clean_document
from tests.conversations.text.payloads import html_payloads
from tests.conversations.text.shapes import assert_safe, html_soup
from tests.pace import within


def without_marks(html: str) -> str:
    return re.sub(r' data-(id|change)="[^"]*"', "", html)


def edited(old: str, markdown: str) -> str:
    return carry_ids(old, from_markdown(markdown))


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("预算为 1,280 元", "预算为 1,380 元", "预算为 <del>1,280</del><ins>1,380</ins> 元"),
        ("由财务部审批", "由财务部与研发部共同审批", "由财务部<ins>与研发部共同</ins>审批"),
        ("上线日 2026-03-01。", "上线日 2026-04-01。", "上线日 <del>2026-03-01</del><ins>2026-04-01</ins>。"),
        ("The quick fox", "The slow fox", "The <del>quick</del><ins>slow</ins> fox"),
        ("a\n<b>", "a\n<i>", "a<br>&lt;<del>b</del><ins>i</ins>&gt;"),
        ("", "新", "<ins>新</ins>"),
        ("旧", "", "<del>旧</del>"),
        ("同", "同", "同"),
    ],
)
def test_words_are_compared_as_people_read_them(old: str, new: str, html: str) -> None:
    assert diff_text_html(old, new) == html


def test_characters_are_counted_without_spaces() -> None:
    assert changed_characters(diff_text("预算 10 元", "预算 2000 元整")) == (5, 2)


def test_an_edited_paragraph_keeps_its_id_and_marks_the_words() -> None:
    old = from_markdown("首月留存提高到 **40%**。\n\n不变。")
    new = edited(old, "首月留存提高到 **45%**。\n\n不变。")
    change = diff_sections(old, new)
    assert without_marks(change.html) == (
        "<p>首月留存提高到 <del><strong>40%</strong></del><ins><strong>45%</strong></ins>。</p><p>不变。</p>"
    )
    assert [block.block_id for block in change.blocks] == block_ids(old)[:1]
    assert (change.added_characters, change.removed_characters) == (3, 3)
    assert [change.count(kind) for kind in (ADDED, REMOVED, CHANGED)] == [0, 0, 1]


def test_blocks_that_came_and_went_are_marked_whole() -> None:
    old = from_markdown("甲段文字。\n\n乙段文字，比较长，说的是另一件完全不同的事情，谁也不会认错。")
    change = diff_sections(old, edited(old, "甲段文字。\n\n全新的一段话。"))
    assert without_marks(change.html) == (
        "<p>甲段文字。</p><p><del>乙段文字，比较长，说的是另一件完全不同的事情，谁也不会认错。</del></p><p><ins>全新的一段话。</ins></p>"
    )
    assert 'data-change="removed"' in change.html and 'data-change="added"' in change.html
    assert {block.kind for block in change.blocks} == {ADDED, REMOVED}


def test_a_new_section_is_all_added_and_an_empty_one_all_removed() -> None:
    stored = from_markdown("甲\n\n- 乙")
    assert diff_sections("", stored).count(ADDED) == 2
    assert diff_sections(stored, "").count(REMOVED) == 2
    assert not diff_sections(stored, stored).is_changed


def test_items_are_compared_one_by_one() -> None:
    old = from_markdown("- 甲项\n- 乙项内容\n  - 子项\n- 丁项")
    change = diff_sections(old, edited(old, "- 甲项\n- 乙项内容改了\n  - 子项\n- 丙项是新的\n- 丁项"))
    assert without_marks(change.html) == (
        "<ul><li><p>甲项</p></li><li><p>乙项内容<ins>改了</ins></p><ul><li><p>子项</p></li></ul></li>"
        "<li><p><ins>丙项是新的</ins></p></li><li><p>丁项</p></li></ul>"
    )
    assert len(change.blocks) == 2


def test_a_ticked_task_is_a_change() -> None:
    old = from_markdown("- [ ] 写说明")
    change = diff_sections(old, edited(old, "- [x] 写说明"))
    assert change.count(CHANGED) == 1
    with translation.override("en"):
        assert change.summaries() == ["Ticked: 写说明"]
    assert re.search('<li [^>]*data-checked="true"[^>]* data-change="ticked">', change.html)
    with translation.override("zh-hans"):
        assert change.summaries() == ["勾选了 写说明"]


def test_ticks_are_told_apart_from_what_was_written_and_from_tasks_below() -> None:
    old = from_markdown("- [x] 写说明\n  - [ ] 配图\n- [ ] 通知")
    change = diff_sections(old, edited(old, "- [ ] 写说明\n  - [x] 配图\n- [ ] 通知客服"))
    with translation.override("en"):
        assert [str(line) for line in change.ticks] == ["Unticked: 写说明", "Ticked: 配图"]
        assert change.summaries()[2] == "“通知” became “通知客服”"
    assert (change.added_characters, change.removed_characters) == (2, 0)


def test_a_list_that_became_tasks_was_not_ticked() -> None:
    old = from_markdown("- 写说明")
    assert diff_sections(old, edited(old, "- [ ] 写说明")).ticks == []
    old = from_markdown("- [x] 写说明")
    assert diff_sections(old, edited(old, "- 写说明")).ticks == []


TABLE = "| 指标 | 基线 | 目标 |\n|---|---|---|\n| 留存 | 30% | 40% |\n| 活跃 | 1,000 | 2,000 |"


def test_tables_are_compared_cell_by_cell() -> None:
    old = from_markdown(TABLE)
    change = diff_sections(old, edited(old, TABLE.replace("40%", "45%") + "\n| 收入 | 1 | 2 |"))
    assert "<td><p><del>40%</del><ins>45%</ins></p></td>" in without_marks(change.html)
    assert "<td><p>30%</p></td>" in without_marks(change.html)
    assert [block.kind for block in change.blocks] == [CHANGED, ADDED]
    assert change.blocks[0].block_id in block_ids(old)
    with translation.override("en"):
        assert change.summaries() == ["留存: “40%” became “45%”", "Added: 收入 1 2"]


def test_a_column_that_came_is_added_in_every_row() -> None:
    old = from_markdown(TABLE)
    new = edited(old, "| 指标 | 目标 | 负责人 |\n|---|---|---|\n| 留存 | 40% | 林岚 |\n| 活跃 | 2,000 | 韩 |")
    html = without_marks(diff_sections(old, new).html)
    assert "<th><p><del>基线</del></p></th>" in html
    assert "<th><p>目标</p></th>" in html
    assert "<td><p><ins>林岚</ins></p></td>" in html


def test_tables_with_merged_cells_are_compared_by_rows() -> None:
    old = clean_document("<table><tr><th colspan=2>头</th></tr><tr><td>甲</td><td>1</td></tr></table>")
    new = clean_document("<table><tr><th colspan=2>头</th></tr><tr><td>甲</td><td>2</td></tr></table>")
    html = without_marks(diff_sections(old, carry_ids(old, new)).html)
    assert html == (
        '<table><tbody><tr><th colspan="2"><p>头</p></th></tr>'
        "<tr><td><p>甲</p></td><td><p><del>1</del><ins>2</ins></p></td></tr></tbody></table>"
    )


def test_code_keeps_its_lines() -> None:
    old = from_markdown("```py\nx = 1\ny = 2\n```")
    change = diff_sections(old, edited(old, "```py\nx = 1\ny = 3\n```"))
    assert '<code class="language-py">x = 1\ny = <del>2</del><ins>3</ins></code>' in change.html


def test_a_mark_alone_is_a_change_without_characters() -> None:
    change = diff_sections("<p>甲乙</p>", "<p>甲<strong>乙</strong></p>")
    assert '<ins data-change="format"><strong>乙</strong></ins>' in change.html
    assert (change.added_characters, change.removed_characters) == (0, 0)
    assert change.is_changed


def test_pictures_and_mentions_come_and_go_whole() -> None:
    old = clean_document('<p>见下图<img src="/attachments/1/a.png" alt="旧图"></p>')
    new = clean_document(
        '<p>见下图<img src="/attachments/2/b.png" alt="新图"> <span data-mention="user:x">@林岚</span></p>'
    )
    html = diff_sections(old, new).html
    assert re.search(r'<del><img [^>]*src="/attachments/1/a.png"|<del><img src="/attachments/1/a.png"', html)
    assert "/attachments/2/b.png" in html and 'data-mention="user:x"' in html


def test_a_paragraph_that_became_a_heading_is_changed() -> None:
    old = clean_document("<p data-id=abcd1234>目标</p>")
    change = diff_sections(old, clean_document("<h2 data-id=abcd1234>目标</h2>"))
    assert change.html == '<h2 data-id="abcd1234" data-change="changed">目标</h2>'


def test_lines_say_the_change_in_its_clause() -> None:
    with translation.override("en"):
        assert str(line_for(diff_text("首月留存，预算为 1,280 元，审批", "首月留存，预算为 1,380 元，审批"))) == (
            "“预算为 1,280 元” became “预算为 1,380 元”"
        )
        assert str(Line(new="甲")) == "Added: 甲"
        assert str(Line(old="甲")) == "Removed: 甲"
        assert str(Line()) == "Removed: (no text)"


def test_lines_are_chinese_for_chinese_readers() -> None:
    with translation.override("zh-hans"):
        assert str(Line(old="甲", new="乙")) == "「甲」改为「乙」"
        assert str(Line(new="甲")) == "新增：甲"
        assert str(Line(old="甲")) == "去掉：甲"
        assert str(Line(new="甲", label="留存")) == "留存：新增：甲"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(html_soup, html_soup)
def test_a_difference_holds_all_of_both_texts(one: str, two: str) -> None:
    old, new = clean_document(one), clean_document(two)
    html = diff_sections(old, new).html
    assert _letters(re.sub(r"<del>.*?</del>", "", html, flags=re.DOTALL)) == _letters(new)
    assert _letters(re.sub(r"<ins[^>]*>.*?</ins>", "", html, flags=re.DOTALL)) == _letters(old) or "format" in html


def _letters(html: str) -> str:
    return re.sub(r"\s+", "", to_plain(html))


def test_twenty_thousand_characters_take_less_than_fifty_milliseconds() -> None:
    rng = random.Random(7)
    paragraphs = ["".join(chr(rng.randint(0x4E00, 0x5E00)) for _ in range(100)) for _ in range(200)]
    old = clean_document("".join(f"<p>{text}</p>" for text in paragraphs))
    for index in range(0, 200, 10):
        paragraphs[index] = paragraphs[index][:30] + "改动" + paragraphs[index][40:]
    new = carry_ids(old, clean_document("".join(f"<p>{text}</p>" for text in paragraphs)))
    assert len(within(0.05, lambda: diff_sections(old, new)).blocks) == 20


def test_texts_without_anything_in_common_end_in_time() -> None:
    rng = random.Random(7)
    old, new = ("<p>" + "".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(20_000)) + "</p>" for _ in range(2))
    within(1, lambda: diff_sections(old, new))


@pytest.mark.parametrize("payload", html_payloads())
def test_hostile_text_stays_harmless_in_a_difference(payload: str) -> None:
    stored = clean_document(f"<p>前{payload}</p>{payload}")
    for old, new in (("", stored), (stored, ""), (stored, "<p>前</p>"), ("<p>前后</p>", stored)):
        html = re.sub(r' data-change="[a-z]+"', "", diff_sections(old, new).html)
        assert_safe(re.sub(r"</?(?:ins|del)>", "", html))
