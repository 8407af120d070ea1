"""Markdown in and out: Chinese emphasis, tables, tasks, notes, mentions, and the way back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.text.markdown import comment_from_markdown, from_markdown, to_markdown
from conversations.text.mentions import Mention, mentions_in
from conversations.text.plain import to_plain
from conversations.text.sanitise import clean_document
from tests.conversations.text.shapes import html_soup


def without_ids(html: str) -> str:
    return re.sub(r' data-id="[^"]*"', "", html)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("这是**（括号）**测试", "<p>这是<strong>（括号）</strong>测试</p>"),
        ("**加粗。**后文", "<p><strong>加粗。</strong>后文</p>"),
        ("前**「引」**后，*斜（体）*后", "<p>前<strong>「引」</strong>后，<em>斜（体）</em>后</p>"),
        ("~~删~~后 ==亮==后", "<p><s>删</s>后 <mark>亮</mark>后</p>"),
        ("1~3 天，5~7 天", "<p>1~3 天，5~7 天</p>"),
        ("- 一\n    - 1~3 天，5~7 天", "<ul><li><p>一</p><ul><li><p>1~3 天，5~7 天</p></li></ul></li></ul>"),
        ("```\na ~ b ~ c\n```", "<pre><code>a ~ b ~ c</code></pre>"),
        (
            "<https://a.example/~x> [y](/~z)",
            (
                '<p><a href="https://a.example/~x" rel="noopener noreferrer">https://a.example/~x</a> '
                '<a href="/~z" rel="noopener noreferrer">y</a></p>'
            ),
        ),
        ("`1~3`~~x~~", "<p><code>1~3</code><s>x</s></p>"),
        (
            "- [x] 做完\n- [ ] 没做\n- 普通",
            (
                '<ul data-type="taskList"><li data-type="taskItem" data-checked="true"><p>做完</p></li>'
                '<li data-type="taskItem" data-checked="false"><p>没做</p></li></ul><ul><li><p>普通</p></li></ul>'
            ),
        ),
        (
            "| 指标 | 值 |\n|---|--:|\n| 甲<br>乙 | `a\\|b` |",
            (
                "<table><tbody><tr><th><p>指标</p></th><th><p>值</p></th></tr>"
                "<tr><td><p>甲<br>乙</p></td><td><p><code>a|b</code></p></td></tr></tbody></table>"
            ),
        ),
        ("```mermaid\ngraph TD\n  A-->B\n```", '<pre><code class="language-mermaid">graph TD\n  A--&gt;B</code></pre>'),
        ("版本：v1\n日期：今天", "<p>版本：v1<br>日期：今天</p>"),
        ("甲" * 40 + "\n" + "乙" * 40 + "\n丙", f"<p>{'甲' * 40}{'乙' * 40}丙</p>"),
        ("见https://a.example/b?x=1，然后（https://a.example/c）。",
         ('<p>见<a href="https://a.example/b?x=1" rel="noopener noreferrer">https://a.example/b?x=1</a>，然后（'
          '<a href="https://a.example/c" rel="noopener noreferrer">https://a.example/c</a>）。</p>')),
        ("正文[^1]\n\n[^1]: 说明", "<p>正文[1]</p><hr><p>[1] 说明</p>"),
        ("> [!WARNING]\n> 小心火烛", "<blockquote><p><strong>警告</strong></p><p>小心火烛</p></blockquote>"),
        ("---\ntitle: 甲\ntags:\n  - 乙\n---\n\n# 题",
         '<pre><code class="language-yaml">title: 甲\ntags:\n  - 乙</code></pre><h1>题</h1>'),
        ("---\n\n正文\n\n---\n后", "<hr><p>正文</p><hr><p>后</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_becomes_stored_text(markdown: str, html: str) -> None:
    assert without_ids(from_markdown(markdown)) == html


ROUND_TRIPS = [
    "这是**（括号）**测试，**加粗。**后文",
    "*斜*、~~删~~、==亮==、<u>线</u>、`码`",
    "# 题\n\n## 二\n\n正文",
    "- 甲\n  - 乙\n    - 丙\n- 丁\n\n* 另一列",
    "3. 丙\n4. 丁",
    "1. 甲\n\n   续\n\n   ```py\n   x\n   ```\n2. 乙",
    "- [x] 做完\n- [ ] 没做",
    "> 引\n>\n> - 甲",
    "````\n```\nx\n```\n````",
    "| a | b |\n| --- | --- |\n| 甲<br>乙 | `x\\|y` |\n|  | 丁 |",
    "甲  \n乙",
    "\\# 不是题\n\n1\\. 不是列\n\n\\- 不是\n\n\\> 不是\n\n\\*不是\\* 2\\*3 a\\_ _b_ \\[x](y) \\<b> &amp;amp;",
    "[文](https://a.example/x_(y)) 和 https://a.example/a_b_c",
    "![图一](/attachments/7/a.png)",
    "@[林岚](user:linlan) 请 @[财务](department:finance) 看",
    "---",
    "3.2 节、第 1、2 条、v3.2；[必填] 项；a_b_c",
]


@pytest.mark.parametrize("markdown", ROUND_TRIPS)
def test_what_is_written_reads_back_to_the_same_text(markdown: str) -> None:
    stored = from_markdown(markdown)
    written = to_markdown(stored)
    assert without_ids(from_markdown(written)) == without_ids(stored), written


def test_chinese_text_is_written_without_needless_escapes() -> None:
    for text in (
        "3.2 节见附录（一）",
        "v3.2 发版，5~7 天",
        "[必填] 名称_编号",
        "价格 = 100 + 20 - 5",
        "a_b_c 与 #标签",
    ):
        assert to_markdown(f"<p>{text}</p>") == f"{text}\n"


def test_merged_cells_and_lists_in_cells_are_written_as_a_table_that_keeps_them() -> None:
    stored = clean_document(
        '<table><tr><th colspan="2">合并</th></tr><tr><td>甲</td><td><ul><li>一</li><li>二</li></ul></td></tr></table>'
    )
    assert without_ids(from_markdown(to_markdown(stored))) == without_ids(stored)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(html_soup)
def test_any_document_written_as_markdown_keeps_its_words(html: str) -> None:
    stored = clean_document(html)
    again = from_markdown(to_markdown(stored))
    assert _words(again) == _words(stored), to_markdown(stored)


def _words(html: str) -> str:
    return "".join(re.sub(r"[\s\x1c-\x1f\x85]+", "", to_plain(html)))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="需求（）。，ab1 *_~=`|#>-+.[]()!\\&<", min_size=1, max_size=30))
def test_any_line_of_text_survives_the_way_out_and_back(line: str) -> None:
    stored = clean_document("<p>" + line.replace("&", "&amp;").replace("<", "&lt;") + "</p>")
    assert _spaced(from_markdown(to_markdown(stored))) == _spaced(stored)


def _spaced(html: str) -> str:
    return re.sub(r" +", " ", without_ids(html))


def test_mention_tokens_become_mentions() -> None:
    stored = comment_from_markdown("@[林岚](user:linlan) 请看，抄送 @[财务](department:finance)。@[林岚](user:linlan)")
    assert stored == (
        '<p><span data-mention="user:linlan">@林岚</span> 请看，抄送 '
        '<span data-mention="department:finance">@财务</span>。<span data-mention="user:linlan">@林岚</span></p>'
    )
    assert mentions_in(stored) == [
        Mention("user", "linlan", "林岚"),
        Mention("department", "finance", "财务"),
    ]
    assert mentions_in("<p>无人</p>") == []


def test_a_mention_in_code_or_with_a_foreign_key_names_nobody() -> None:
    assert mentions_in(comment_from_markdown("`@[林岚](user:linlan)` @[x](javascript:1) [林岚](user:linlan)")) == []


def test_a_mention_reads_back_as_it_was_written() -> None:
    stored = Mention("user", "linlan", "林<b>").html
    assert mentions_in(stored) == [Mention("user", "linlan", "林<b>")]


def test_every_line_break_of_a_comment_is_kept() -> None:
    assert comment_from_markdown("甲" * 50 + "\n乙") == f"<p>{'甲' * 50}<br>乙</p>"
    assert comment_from_markdown("# 题\n- 一\n- 二") == (
        "<p><strong>题</strong></p><ul><li><p>一</p></li><li><p>二</p></li></ul>"
    )


def test_only_attachments_of_our_own_stay_as_pictures() -> None:
    stored = from_markdown("![甲](/attachments/7/a.png) ![乙](https://a.example/b.png) ![丙](c.png)")
    assert stored.count("<img") == 1
