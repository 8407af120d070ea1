"""What search makes of text: folding, bigrams, lexemes, hits."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from conversations.search_text import (
    MAX_LEXEME_BYTES,
    bigrams,
    document_lexemes,
    fold,
    highlights,
    is_single_character,
    lexemes,
    like_pattern,
    matches,
    prefix_pattern,
    query_lexemes,
    query_terms,
    snippet,
)
from tests.pace import within


def test_folding_makes_widths_and_cases_alike() -> None:
    assert fold("ＡＢＣ－１２　Ｑ３ ㎡ ① ﾃｽﾄ") == "abc-12 q3 m2 1 テスト"
    assert fold("İ Ǆ\0") == "i̇ dž"


def test_bigrams_overlap_and_words_stay_whole() -> None:
    assert bigrams("评审会议 A 型") == ["评审", "审会", "会议", "型"]
    assert lexemes("云账本 CLB-12 云账本 snake_case") == ["云账", "账本", "clb", "12", "snake", "case"]


def test_a_query_is_the_and_of_its_bigrams_and_word_prefixes() -> None:
    assert query_lexemes("评审会 Clb-2", 17) == "'p:17' & '评审' & '审会' & 'clb':* & '2':*"
    assert query_terms("评审会　Clb") == ["评审会", "clb"]


@pytest.mark.parametrize("query", ["评", " 评 ", "", "，。！", "% _"])
def test_one_chinese_character_or_no_letter_searches_titles_only(query: str) -> None:
    assert query_lexemes(query) is None
    assert query_lexemes(query, 17) is None


def test_a_single_character_is_told_from_other_short_queries() -> None:
    assert is_single_character(" 评 ")
    assert not is_single_character("评审")
    assert not is_single_character("a")
    assert prefix_pattern("50%_") == r"50\%\_%"
    assert like_pattern("50%") == r"%50\%%"


def test_all_bigrams_without_the_phrase_is_no_match() -> None:
    assert matches("评审会议", "审会")
    assert not matches("评审 审会", "评审会")
    assert not matches("任何字", "")


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("首页评审会议", "评审会", "首页<mark>评审会</mark>议"),
        ("<b>评审</b>&", "评审", "&lt;b&gt;<mark>评审</mark>&lt;/b&gt;&amp;"),
        ("面积 100㎡ 以上", "m2", "面积 100<mark>㎡</mark> 以上"),
        ("ＣＬＢ－１２", "clb", "<mark>ＣＬＢ</mark>－１２"),
        ("评审评审", "评审", "<mark>评审</mark><mark>评审</mark>"),
        ("没有", "别的", "没有"),
    ],
)
def test_hits_are_marked_in_the_original_text(text: str, query: str, shown: str) -> None:
    assert snippet(text, query) == shown


def test_a_snippet_is_cut_around_its_first_hit() -> None:
    shown = snippet("前" * 500 + "评审会" + "后" * 500, "评审会", length=40)
    assert shown.startswith("…") and shown.endswith("…")
    assert "<mark>评审会</mark>" in shown
    assert len(shown) < 70


@given(st.text(max_size=60), st.text(max_size=6))
def test_spans_never_leave_the_text_or_overlap(text: str, query: str) -> None:
    end = 0
    for start, finish in highlights(text, query):
        assert end <= start < finish
        end = finish
    assert "<script" not in snippet(text + "<script>", query)


def test_a_megabyte_of_text_is_folded_and_cut_within_a_second() -> None:
    rng = random.Random(7)
    text = "".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(350_000))
    literal, _shown = within(1, lambda: (document_lexemes(text, 17), snippet(text, "需求评审")))
    assert len("".join(literal.replace("'", "").split()).encode()) <= MAX_LEXEME_BYTES
    assert query_lexemes(text) is not None
    assert len(query_terms("词 " * 500_000)) == 1


@pytest.mark.django_db
def test_postgresql_takes_what_is_made_here() -> None:
    rng = random.Random(7)
    huge = "".join(chr(rng.randint(0x4E00, 0x9FFF)) for _ in range(350_000))
    odd = "it's \\ 'quoted' : & | ! ( ) <-> 评审会议 \U00020000\U00020001 " + "长" * 300 + "x" * 5000
    with connection.cursor() as cursor:
        cursor.execute("select length(%s::tsvector)", [document_lexemes(huge, 17)])
        assert cursor.fetchone()[0] > 100_000
        for query, found in (
            ("评审会", True),
            ("it's", True),
            ("quo", True),
            ("审评", False),
            ("x" * 200, True),
        ):
            cursor.execute("select %s::tsvector @@ %s::tsquery", [document_lexemes(odd, 17), query_lexemes(query, 17)])
            assert cursor.fetchone()[0] is found, query
        cursor.execute("select %s::tsvector @@ %s::tsquery", [document_lexemes(odd, 18), query_lexemes("评审会", 17)])
        assert cursor.fetchone()[0] is False
