"""Documents made up by hypothesis, and what every stored text must be like."""

from __future__ import annotations

from hypothesis import strategies as st
from lxml import html as lxml_html

from conversations.text import schema

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("需求评审会财务部（）“”，。、：·… 　\t\n"),
        st.sampled_from("abcXYZ0129 *_~=`|#>-+.[]()!\\&<\"'@:/"),
        st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF),
    ),
    max_size=24,
)
TAGS = [*sorted(schema.READ_TAGS - {"input"}), *["b", "font", "script", "custom", "svg", "h6", "dl"]]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attributes = st.sampled_from(
        ["", ' data-id="abcd1234"', ' href="/x"', ' src="/attachments/7/图.png"', ' colspan="2"',
         ' data-type="taskItem" data-checked="true"', ' data-type="taskList"', ' data-mention="user:linlan"',
         ' class="language-py"', ' onclick="x"', ' start="3"'],
    )  # fmt: skip
    return st.builds(
        lambda tag, attribute, inner, closed: f"<{tag}{attribute}>{inner}" + (f"</{tag}>" if closed else ""),
        st.sampled_from(TAGS),
        attributes,
        st.lists(children, max_size=4).map("".join),
        st.booleans(),
    )


html_soup = st.lists(
    st.recursive(WORDS.map(_escaped), _element, max_leaves=12), max_size=6
).map("".join)  # fmt: skip

raw_soup = st.text(alphabet="<>/ab pul tdr=\"'&;!-\x00\n需", max_size=80)


def assert_safe(stored: str) -> None:
    """Only elements and attributes of the schema, only harmless addresses."""
    for element in lxml_html.fragment_fromstring(stored, create_parent="div").iterdescendants():
        assert element.tag in schema.WRITTEN_TAGS, element.tag
        allowed = schema.WRITTEN_ATTRIBUTES.get(element.tag, set()) | {"data-id"}
        allowed |= {"rel"} if element.tag == "a" else set()
        assert set(element.attrib) <= allowed, (element.tag, dict(element.attrib))
        address = element.get("href", "")
        assert ":" not in address.split("/")[0] or address.split(":")[0].lower() in schema.LINK_SCHEMES, address
        if element.tag == "img":
            assert schema.is_own_attachment(element.get("src", "")), element.get("src")
        if "data-id" in element.attrib:
            assert schema.BLOCK_ID.fullmatch(element.get("data-id", ""))
        if "data-mention" in element.attrib:
            assert schema.MENTION.fullmatch(element.get("data-mention", ""))
