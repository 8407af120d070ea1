"""Blocks and bare text."""

from __future__ import annotations

from conversations.text.blocks import (
    block_ids,
    block_text,
    carry_ids,
    split_blocks,
)
from conversations.text.markdown import from_markdown
from conversations.text.plain import excerpt, one_line, to_plain
from conversations.text.sanitise import clean_document


def test_a_text_is_split_into_its_blocks() -> None:
    stored = from_markdown("## 目标\n\n正文 **一**\n\n- 甲\n- 乙")
    blocks = split_blocks(stored)
    assert [block.tag for block in blocks] == ["h2", "p", "ul"]
    assert [block.text for block in blocks] == ["目标", "正文 一", "甲 乙"]
    assert blocks[0].id and not blocks[2].id
    assert "".join(block.html for block in blocks) == stored
    assert split_blocks("") == []


def test_items_and_rows_are_found_by_their_ids() -> None:
    stored = clean_document("<ol><li>甲</li><li>乙</li></ol><table><tr><td>1</td><td>2</td></tr></table>")
    item, second, _table, row = block_ids(stored)
    assert [block_text(stored, one) for one in (item, second, row)] == ["甲", "乙", "1 2"]
    assert block_text(stored, "no such id") is None


def test_text_that_comes_again_without_ids_keeps_those_it_had() -> None:
    old = clean_document(
        "<h2 data-id=head0001>目标</h2><p data-id=para0001>首月留存提高到百分之四十。</p>"
        "<p data-id=para0002>不做多币种。</p><ul><li data-id=item0001>甲</li></ul>"
    )
    new = from_markdown("## 目标\n\n新的一段。\n\n首月留存提高到百分之四十五。\n\n不做多币种。\n\n- 甲\n- 乙")
    ids = block_ids(carry_ids(old, new))
    assert [ids[0], *ids[2:5]] == ["head0001", "para0001", "para0002", "item0001"]
    assert ids[1] not in block_ids(old)
    assert len(set(ids)) == 6
    assert carry_ids("", new) == new


def test_plain_text_has_a_line_a_block_and_a_tab_between_cells() -> None:
    stored = from_markdown(
        "# 题\n\n甲  \n乙\n\n- [x] 做完\n- [ ] 没做\n\n3. 丙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n  y\n```"
    )
    assert to_plain(stored).split("\n") == [
        "题",
        "甲",
        "乙",
        "做完",
        "没做",
        "丙",
        "a\tb",
        "1\t2",
        "x",
        "  y",
    ]
    assert to_plain(stored, bullets=True).split("\n")[3:6] == ["☑ 做完", "☐ 没做", "3. 丙"]


def test_excerpts_are_of_what_is_read() -> None:
    stored = "<p>第一段 &lt;b&gt;</p><p>第二段</p>"
    assert one_line(stored) == "第一段 <b> 第二段"
    assert excerpt(stored, 5) == "第一段…"
    assert to_plain("") == ""
    assert to_plain("只是字") == "只是字"
