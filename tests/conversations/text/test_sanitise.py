"""The stored form: what is kept, what is dropped, and that doing it twice changes nothing."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings

from conversations.text.blocks import block_ids
from conversations.text.markdown import comment_from_markdown, from_markdown
from conversations.text.sanitise import MAX_LENGTH, clean_comment, clean_document
from tests.conversations.text.payloads import MARKDOWN, html_payloads
from tests.conversations.text.shapes import assert_safe, html_soup, raw_soup
from tests.pace import within


def without_ids(html: str) -> str:
    return re.sub(r' data-id="[^"]*"', "", html)


@pytest.mark.parametrize("payload", html_payloads())
def test_hostile_html_is_harmless_in_documents_and_comments(payload: str) -> None:
    for stored in (clean_document(payload), clean_comment(payload), clean_document(f"<p>前{payload}后</p>")):
        assert_safe(stored)
        assert "<script" not in stored.lower()


@pytest.mark.parametrize("payload", MARKDOWN)
def test_hostile_markdown_is_harmless_in_documents_and_comments(payload: str) -> None:
    assert_safe(from_markdown(payload))
    assert_safe(comment_from_markdown(payload))


def test_there_are_at_least_150_payloads() -> None:
    assert len(set(html_payloads())) + len(MARKDOWN) >= 150


@settings(max_examples=300, deadline=None)
@given(html_soup)
def test_sanitising_twice_changes_nothing(html: str) -> None:
    stored = clean_document(html)
    assert_safe(stored)
    assert clean_document(stored) == stored
    identifiers = block_ids(stored)
    assert len(identifiers) == len(set(identifiers))
    comment = clean_comment(html)
    assert_safe(comment)
    assert clean_comment(comment) == comment


@settings(max_examples=300, deadline=None)
@given(raw_soup)
def test_broken_markup_is_harmless_and_stable(html: str) -> None:
    stored = clean_document(html)
    assert_safe(stored)
    assert clean_document(stored) == stored


def test_every_block_gets_an_id_and_keeps_it() -> None:
    stored = clean_document(
        "<h2>目标</h2><p>一</p><ul><li>甲</li></ul><blockquote><p>引</p></blockquote><pre><code>x</code></pre>"
        "<table><tr><td>1</td></tr></table><img src='/attachments/7/a.png'><hr>"
    )
    for tag in ("h2", "p", "li", "blockquote", "pre", "table", "tr", "img", "hr"):
        assert re.search(rf'<{tag} [^>]*data-id="[a-z2-7]{{8}}"', stored), tag
    assert "<td><p>1</p></td>" in stored
    assert clean_document(stored.replace("一", "一，改过")).count(block_ids(stored)[1]) == 1


def test_an_id_used_twice_stays_with_the_first_block() -> None:
    stored = clean_document('<p data-id="abcd1234">甲</p><p data-id="abcd1234">乙</p><p data-id="!">丙</p>')
    first, second, third = block_ids(stored)
    assert first == "abcd1234"
    assert second != first
    assert len(third) == 8


def test_the_same_block_gets_the_same_id_each_time_and_another_one_under_another_salt() -> None:
    assert clean_document("<p>无。</p>") == clean_document("<p>无。</p>")
    assert clean_document("<p>无。</p>", salt="goals") != clean_document("<p>无。</p>", salt="risks")
    assert len(set(block_ids(clean_document("<p>无。</p><p>无。</p>")))) == 2


def test_what_the_editor_writes_for_tasks_is_kept_without_its_boxes() -> None:
    written = (
        '<ul data-type="taskList"><li data-checked="true" data-type="taskItem"><label><input type="checkbox" '
        'checked="checked"><span></span></label><div><p>做完</p></div></li></ul>'
    )
    assert without_ids(clean_document(written)) == (
        '<ul data-type="taskList"><li data-type="taskItem" data-checked="true"><p>做完</p></li></ul>'
    )


def test_what_the_editor_writes_for_tables_is_kept_without_column_groups() -> None:
    written = (
        '<table style="min-width: 50px"><colgroup><col style="width:25px"></colgroup><tbody><tr>'
        '<th colspan="1" rowspan="1" colwidth="120"><p>指标</p></th><th colspan="2" rowspan="1"><p>值</p></th></tr>'
        '<tr><td rowspan="2"><p>甲</p></td><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>'
    )
    assert without_ids(clean_document(written)) == (
        '<table><tbody><tr><th colwidth="120"><p>指标</p></th><th colspan="2"><p>值</p></th></tr>'
        '<tr><td rowspan="2"><p>甲</p></td><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("html", "stored"),
    [
        ("文字", "<p>文字</p>"),
        ("<div>甲</div><div>乙 <b>丙</b></div>", "<p>甲</p><p>乙 <strong>丙</strong></p>"),
        ("<h6>小</h6>", "<h4>小</h4>"),
        ("<strong>甲<p>乙</p></strong>", "<p><strong>甲</strong></p><p><strong>乙</strong></p>"),
        ("<ul><li>甲<ul><li>乙</li></ul></ul>", "<ul><li><p>甲</p><ul><li><p>乙</p></li></ul></li></ul>"),
        (
            "<ul><li>甲</li><ul><li>乙</li></ul></ul>",
            "<ul><li><p>甲</p><ul><li><p>乙</p></li></ul></li></ul>",
        ),
        ("<p>10<sup>6</sup> m<sup>-2</sup> H<sub>2</sub>O x<sup>上</sup></p>", "<p>10⁶ m⁻² H₂O x^上</p>"),
        ("<p>甲<br></p><p></p>", "<p>甲</p><p></p>"),
        ("<pre>a<br>b</pre>", "<pre><code>a\nb</code></pre>"),
        ("<ol start=3><li>丙</ol>", '<ol start="3"><li><p>丙</p></li></ol>'),
        ("<dl><dt>词</dt><dd>解</dd></dl>", "<p>词</p><p>解</p>"),
        ("<p>甲\x00乙\ud800</p>", "<p>甲乙</p>"),
        ("<p> </p><p><br></p>", ""),
        ("", ""),
    ],
)
def test_text_takes_the_editors_shape(html: str, stored: str) -> None:
    assert without_ids(clean_document(html)) == stored


def test_links_leave_no_opener_and_foreign_pictures_are_dropped() -> None:
    stored = clean_document('<p><a href="https://a.example/x">甲</a><img src="https://a.example/x.png"></p>')
    assert 'rel="noopener noreferrer"' in stored
    assert "<img" not in stored
    assert 'src="/attachments/7/a.png"' in clean_document('<img src="/attachments/7/a.png" alt="图" width="300">')


def test_a_comment_has_no_headings_tables_or_ids() -> None:
    stored = clean_comment("<h2>题</h2><table><tr><td>甲</td><td>乙</td></tr></table><hr><p data-id=abcd1234>丙</p>")
    assert stored == "<p><strong>题</strong></p><p>甲 | 乙</p><p>丙</p>"


def test_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValidationError):
        clean_document("x" * (MAX_LENGTH + 1))


BOMBS = {
    "bold": "<b>" * 33_000,
    "div": "<div>" * 20_000,
    "lists": "<ul><li>" * 12_000,
    "tables": "<table><tr><td>" * 6_000,
    "fonts": "".join(f"<font color={n}>" for n in range(2_500)) + "<p>" * 3_000,
    "text in tables": "<table>a" * 12_000,
    "angles": "<" * 100_000,
    "ampersands": "&" * 100_000,
    "quotes": '<a title="' * 10_000,
    "siblings": "<s>a</s>b" * 11_000,
    "items": "<ul>" + "<li>甲" * 20_000 + "</ul>",
    "comments": "<!--" * 25_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_pathological_html_takes_less_than_a_second(name: str) -> None:
    assert_safe(within(1, lambda: clean_document(BOMBS[name])))
    assert_safe(within(1, lambda: from_markdown(BOMBS[name])))


MARKDOWN_BOMBS = {
    "brackets": "[" * 100_000,
    "stars": "*a " * 33_000,
    "underscores": "_a__" * 25_000,
    "quotes": ">" * 100_000,
    "dashes": "- " * 50_000,
    "ticks": "".join("`" * n + " " for n in range(440)),
    "pictures": "![" * 50_000,
    "links": "[a](" * 25_000,
    "bars": "|" * 50_000 + "\n" + "|-" * 25_000 + "\n",
    "rows": "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|\n" * 20_000,
    "tildes": "~~a" * 30_000,
    "notes": "".join(f"[^{n}]" for n in range(8_000)) + "\n\n" + "".join(f"[^{n}]: x\n" for n in range(4_000)),
    "nested": "\n".join(" " * (2 * n) + "- a" for n in range(300)),
    "addresses": "http://a" * 12_000,
    "lines": "甲\n" * 40_000,
    "front matter": "---\n" + "a: b\n" * 20_000,
}


@pytest.mark.parametrize("name", MARKDOWN_BOMBS)
def test_pathological_markdown_takes_less_than_a_second(name: str) -> None:
    assert_safe(within(1, lambda: from_markdown(MARKDOWN_BOMBS[name])))
