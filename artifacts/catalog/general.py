"""通用文档: a free document outside the matrix, so that nobody goes back elsewhere."""

from artifacts.catalog.words import word
from artifacts.declaration import Kind, Section

GENERAL_DOCUMENT = Kind(
    code="GD",
    slug="general-document",
    name=word("General document"),
    department=None,
    presets=(),
    sections=(
        Section(
            "body",
            word("Text"),
            word("Write freely; headings become sections of their own."),
            shown_first=True,
            is_expected=True,
            may_be_free=True,
            aliases=("正文",),
        ),
    ),
    guidance=word("Free sections, receivers chosen freely; outside the matrix of departments."),
    aliases=("文档", "通用", "其他"),
)

KINDS = (GENERAL_DOCUMENT,)
