"""Word documents: structure kept, oddities kept otherwise or reported, nothing lost."""

from __future__ import annotations

import re
from collections import Counter

from artifacts.importers import report
from artifacts.importers.docx import read_docx
from artifacts.importers.report import ImportedDocument, ImportedPicture
from conversations.text.plain import to_plain
from tests.artifacts.word import (
    NAMESPACES,
    bmp,
    box,
    cell,
    docx,
    item,
    paragraph,
    picture,
    png,
    relation,
    row,
    table,
    text,
)  # fmt: skip

HEADED = (paragraph("一", style="1"), paragraph("二", style="1"))


def body(*blocks: str, **parts: object) -> str:
    """The HTML of the blocks alone, without ids."""
    document = read_docx(docx(*HEADED, *blocks, **parts))  # type: ignore[arg-type]  # handed through as given
    return without_ids("".join(part.html for part in document.parts[1:]))


def without_ids(html: str) -> str:
    return re.sub(r' data-id="[^"]*"', "", html)


def notes(document: ImportedDocument) -> dict[str, tuple[int, str]]:
    return {note.kind: (note.count, note.text) for note in document.report}


def test_headings_are_known_by_style_name_base_style_and_outline_level() -> None:
    document = read_docx(
        docx(
            paragraph("云账本 PRD", style="t"),
            paragraph("开头"),
            paragraph("背景", style="1"),
            paragraph("甲"),
            paragraph("现状", style="2"),
            paragraph("细节", style="own"),
            paragraph("直接给的", properties='<w:outlineLvl w:val="1"/>'),
            paragraph("正文", style="1", properties='<w:outlineLvl w:val="9"/>'),
        )
    )
    assert document.title == "云账本 PRD"
    assert [(part.heading, part.level) for part in document.parts] == [
        ("", 1), ("背景", 1), ("现状", 2), ("细节", 3), ("直接给的", 2),
    ]  # fmt: skip
    assert to_plain(document.parts[-1].html) == "正文"


def test_numbered_headings_keep_their_numbers() -> None:
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    document = read_docx(
        docx(
            paragraph("背景", style="1", properties=numbered.format(0)),
            paragraph("现状", style="2", properties=numbered.format(1)),
            paragraph("目标", style="1", properties=numbered.format(0)),
        )
    )
    assert [part.heading for part in document.parts] == ["一、 背景", "1.1 现状", "二、 目标"]


def test_lists_nest_and_go_on_after_an_interruption() -> None:
    html = body(
        item("甲", 2), item("甲一", 2, 1), item("乙", 2), paragraph("插话"), item("丙", 2), item("点", 1), item("重来", 9),
    )  # fmt: skip
    assert html == (
        "<ol><li><p>甲</p><ol><li><p>甲一</p></li></ol></li><li><p>乙</p></li></ol><p>插话</p>"
        '<ol start="3"><li><p>丙</p></li></ol><ul><li><p>点</p></li></ul><ol><li><p>重来</p></li></ol>'
    )


def test_a_list_by_style_is_a_list_and_chinese_numbers_are_written_out() -> None:
    assert body(paragraph("甲", style="listed")) == "<ol><li><p>甲</p></li></ol>"
    assert body(item("总则", 3), item("细则", 3, 1)) == "<p>一、 总则</p><p>1.1 细则</p>"


def test_marks_links_breaks_and_symbols() -> None:
    html = body(
        paragraph(
            text("粗", "<w:b/>"), text("粗", "<w:b/>"), text("斜", "<w:i/>"), text("不粗", '<w:b w:val="0"/>'),
            text("删", "<w:strike/>"), text("线", '<w:u w:val="single"/>'), text("亮", '<w:highlight w:val="yellow"/>'),
            text("强", '<w:rStyle w:val="strong"/>'), text("10"), text("6", '<w:vertAlign w:val="superscript"/>'),
        ),
        paragraph('<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t><w:br w:type="page"/></w:r>'),
        paragraph(
            '<w:hyperlink r:id="rId5"><w:r><w:t>官网</w:t></w:r></w:hyperlink>'
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example/" </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>域</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>选 </w:t><w:noBreakHyphen/></w:r>'),
        related=(relation("rId5", "hyperlink", "https://a.example/", is_external=True),),
    )  # fmt: skip
    assert html == (
        "<p><strong>粗粗</strong><em>斜</em>不粗<s>删</s><u>线</u><mark>亮</mark><strong>强</strong>10⁶</p>"
        "<p>上<br>下\t右</p>"
        '<p><a href="https://a.example/" rel="noopener noreferrer">官网</a>'
        '<a href="https://b.example/" rel="noopener noreferrer">域</a></p><p>☑选 -</p>'
    )


def test_merged_cells_keep_their_spans_and_the_text_merged_into_them() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    html = body(
        table(
            row(cell("组", properties='<w:gridSpan w:val="2"/>'), "三", properties="<w:tblHeader/>"),
            row(cell("甲", properties=restart), "1", "2"),
            row(cell("藏", properties=go_on), "3", "4"),
        )
    )
    assert html == (
        '<table><tbody><tr><th colspan="2"><p>组</p></th><th><p>三</p></th></tr>'
        '<tr><td rowspan="2"><p>甲</p><p>藏</p></td><td><p>1</p></td><td><p>2</p></td></tr>'
        "<tr><td><p>3</p></td><td><p>4</p></td></tr></tbody></table>"
    )


def test_a_bold_first_row_heads_the_table_and_cells_hold_lists_and_tables() -> None:
    bold = "<w:b/>"
    html = body(
        table(
            row(cell(paragraph(text("名", bold))), cell(paragraph(text("值", bold)))),
            row(cell(item("甲", 1), item("乙", 1)), cell(table(row("内"))),),
        )
    )  # fmt: skip
    assert "<th><p><strong>名</strong></p></th>" in html
    assert "<td><ul><li><p>甲</p></li><li><p>乙</p></li></ul></td>" in html
    assert "<table><tbody><tr><td><p>内</p></td></tr></tbody></table>" in html


def test_twenty_seven_tables_stay_twenty_seven_tables() -> None:
    document = read_docx(docx(*HEADED, *(table(row("键", "值"), row(f"k{n}", f"v{n}")) for n in range(27))))
    assert sum(part.html.count("<table") for part in document.parts) == 27


def test_code_keeps_lines_and_mermaid_is_known() -> None:
    mono = '<w:rFonts w:ascii="Consolas"/>'
    assert body(paragraph("x = 1", style="code"), paragraph("  y < 2", style="code")) == (
        "<pre><code>x = 1\n  y &lt; 2</code></pre>"
    )
    assert body(paragraph(text("graph TD", mono)), paragraph(text("  A-->B", mono))) == (
        '<pre><code class="language-mermaid">graph TD\n  A--&gt;B</code></pre>'
    )
    assert body(paragraph("请看 ", text("run()", mono))) == "<p>请看 <code>run()</code></p>"
    assert body(table(row(cell(paragraph("x", style="code"))))) == "<pre><code>x</code></pre>"
    assert body(paragraph("引", style="q")) == "<blockquote><p>引</p></blockquote>"


def test_pictures_come_out_as_files_and_are_stored_through_a_callback() -> None:
    document = read_docx(
        docx(
            *HEADED,
            paragraph("图：", picture("rId7", "流程"), picture("rId8"), picture("rId7", "流程")),
            related=(relation("rId7", "image", "media/a.png"), relation("rId8", "image", "media/b.bmp")),
            parts={"word/media/a.png": png(), "word/media/b.bmp": bmp()},
        )
    )
    assert [(one.name, one.content_type) for one in document.pictures] == [
        ("picture-1.png", "image/png"), ("picture-2.png", "image/png"),
    ]  # fmt: skip
    assert document.pictures[0].data == png()

    def store(one: ImportedPicture) -> str | None:
        return f"/attachments/70/{one.name}" if one.name == "picture-1.png" else None

    stored = document.with_stored_pictures(store)
    html = without_ids(stored.parts[-1].html)
    assert html == "<p>图：" + '<img src="/attachments/70/picture-1.png" alt="流程" width="100">' * 2 + "</p>"
    assert notes(stored)[report.PICTURE_MISSING] == (1, "picture-2.png")
    assert stored.pictures == []


def test_what_cannot_be_kept_is_reported_with_its_words() -> None:
    chart = f"<c:chartSpace {NAMESPACES}><a:t>营收图</a:t></c:chartSpace>"
    document = read_docx(
        docx(
            *HEADED,
            paragraph("正文", box(paragraph("框里的字"))),
            paragraph('<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="rId3"/></a:graphicData>'
                      "</a:graphic></wp:inline></w:drawing></w:r>"),
            paragraph('<w:r><w:object><o:OLEObject ProgID="Visio.Drawing.15"/></w:object></w:r>'),
            paragraph("<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath>"),
            paragraph('<w:ins w:id="1"><w:r><w:t>加的</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>删的</w:delText></w:r></w:del>'),
            paragraph(text("藏的", "<w:vanish/>")),
            paragraph("注", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            paragraph(picture("rId4", "矢量图")),
            paragraph(picture("rId5", "外图", "r:link")),
            paragraph('<w:hyperlink r:id="rId6"><w:r><w:t>本地</w:t></w:r></w:hyperlink>'),
            paragraph("目录", style="toc1"),
            related=(
                relation("rId3", "chart", "charts/chart1.xml"), relation("rId4", "image", "media/v.emf"),
                relation("rId5", "image", "https://a.example/x.png", is_external=True),
                relation("rId6", "hyperlink", "file:///C:/x.xlsx", is_external=True),
                relation("rIdF", "footnotes", "footnotes.xml"), relation("rIdC", "comments", "comments.xml"),
                relation("rIdH", "header", "header1.xml"),
            ),
            parts={
                "word/charts/chart1.xml": chart, "word/media/v.emf": b"\x01\x00\x00\x00emf",
                "word/footnotes.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="2"><w:p>{text("脚注的话")}</w:p></w:footnote></w:footnotes>',
                "word/comments.xml": f'<w:comments {NAMESPACES}><w:comment w:author="韩"><w:p>{text("批注的话")}</w:p></w:comment></w:comments>',
                "word/header1.xml": f"<w:hdr {NAMESPACES}><w:p>{text('机密')}</w:p></w:hdr>",
            },
        )
    )  # fmt: skip
    found = notes(document)
    assert found[report.TEXT_BOX] == (1, "")
    assert found[report.CHART] == (1, "营收图")
    assert found[report.EMBEDDED_OBJECT] == (1, "Visio.Drawing.15")
    assert found[report.EQUATION] == (1, "(a+b)/c")
    assert found[report.INSERTED_TEXT][0] == 1
    assert found[report.DELETED_TEXT] == (1, "删的")
    assert found[report.HIDDEN_TEXT] == (1, "藏的")
    assert found[report.COMMENTS] == (1, "韩：批注的话")
    assert found[report.HEADER_FOOTER] == (1, "机密")
    assert found[report.PICTURE_FORMAT] == (1, "v.emf")
    assert found[report.PICTURE_LINKED] == (1, "https://a.example/x.png")
    assert found[report.LINK] == (1, "file:///C:/x.xlsx")
    assert found[report.CONTENTS] == (1, "目录")
    words = to_plain(document.parts[-1].html).split("\n")
    assert words == ["正文", "框里的字", "(a+b)/c", "加的", "注[1]", "［矢量图］", "外图", "本地", "[1] 脚注的话"]
    assert all(str(note) for note in document.report)
    assert document.report[0].is_loss and not document.report[-1].is_loss


def test_headings_without_styles_are_told_by_their_looks() -> None:
    large = '<w:sz w:val="32"/>'
    document = read_docx(
        docx(
            paragraph(text("产品需求文档", '<w:sz w:val="52"/>')),
            paragraph(text("某某公司")), paragraph(text("一、背景", large)), paragraph("正文" * 30 + "。"),
            paragraph(text("1.1 现状", "<w:b/>")), paragraph("正文" * 30 + "。"),
            paragraph(text("二、目标", large)), paragraph(text("注意：", "<w:b/>"), "正文" * 30 + "。"),
        )
    )  # fmt: skip
    assert document.title == "产品需求文档"
    assert [part.heading for part in document.parts if part.heading] == ["一、背景", "1.1 现状", "二、目标"]
    assert notes(document)[report.GUESSED][0] >= 3


def test_the_text_that_goes_in_comes_out_or_stands_in_the_report() -> None:
    source = docx(
        paragraph("封面", style="t"), paragraph("序言。"), *HEADED,
        item("甲", 1), item("乙", 2, 1), paragraph(text("粗", "<w:b/>"), "细"), paragraph("题", style="own"),
        table(row("a", cell("b", item("c", 1))), row(cell("d", properties='<w:gridSpan w:val="2"/>'))),
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('控件里')}</w:sdtContent></w:sdt>",
        paragraph("码", style="code"), paragraph("引", style="q"), paragraph("末", box(paragraph("框"), table(row("框表")))),
        paragraph(text("隐", "<w:vanish/>"), "<w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag>"),
    )  # fmt: skip
    document = read_docx(source)
    came = Counter(
        document.title
        + "".join(part.heading + to_plain(part.html) for part in document.parts)
        + "".join(note.text for note in document.report)
    )
    went = Counter("封面序言。一二甲乙粗细题abcd控件里码引末框框表隐标签")
    assert not went - came


def test_a_strict_document_is_read_like_any_other() -> None:
    document = read_docx(docx(*HEADED, paragraph("严格", picture("rId7")), related=(relation("rId7", "image", "a.png"),),
                              parts={"word/a.png": png()}, is_strict=True))  # fmt: skip
    assert [part.heading for part in document.parts] == ["一", "二"]
    assert len(document.pictures) == 1


def test_a_dangling_relation_costs_its_picture_only() -> None:
    document = read_docx(docx(*HEADED, paragraph("正文", picture("rId99", "没有的图"))))
    assert to_plain(document.parts[-1].html) == "正文［没有的图］"
    assert notes(document)[report.PICTURE_MISSING] == (1, "没有的图")
