"""Reading a people file: encoding, header row, columns in Chinese or English."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
# Titles and notes people put above the header.
HEADER_WITHIN = 10

COLUMNS: dict[str, tuple[str, ...]] = {
    "full_name": ("姓名", "名字", "name", "full name", "fullname"),
    "username": ("用户名", "账号", "登录名", "username", "user name", "login"),
    "email": ("邮箱", "电子邮箱", "邮件", "email", "e-mail", "mail"),
    "department": ("部门", "所属部门", "department"),
    "role": ("角色", "部门角色", "role"),
    "job_title": ("职位", "岗位", "职务", "job title", "title", "position"),
}
_BY_HEADER = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class PeopleFile:
    """What a file holds: rows as column → text with their line number, and what it had besides."""

    encoding: str
    columns: list[str]
    ignored: list[str]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read(content: bytes) -> PeopleFile:
    """Raises ``ValidationError`` with a sentence for anything that is not such a file."""
    if len(content) > MOST_BYTES:
        raise _refused(_("The file is larger than 2 MB."))
    text, encoding = _decoded(content)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise _refused(_("This is not a CSV file.")) from error
    position, header = _header(lines)
    columns = [_BY_HEADER.get(_folded(name), "") for name in header]
    for column in columns:
        if column and columns.count(column) > 1:
            raise _refused(_("A column stands there twice: %(name)s") % {"name": COLUMNS[column][0]})
    rows = [
        (number, {column: cell.strip() for column, cell in zip(columns, line, strict=False) if column})
        for number, line in enumerate(lines[position + 1 :], start=position + 2)
        if any(cell.strip() for cell in line)
    ]
    if len(rows) > MOST_ROWS:
        raise _refused(_("At most %(most)d rows at once.") % {"most": MOST_ROWS})
    ignored = [name.strip() for name, column in zip(header, columns, strict=True) if name.strip() and not column]
    return PeopleFile(encoding, [column for column in columns if column], ignored, rows)


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"file": sentence})


def _decoded(content: bytes) -> tuple[str, str]:
    """BOM, else strict UTF-8, else GB18030, which Chinese Excel writes."""
    for encoding, shown in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, shown
    raise _refused(_("The text of the file cannot be read. Save it as CSV in UTF-8."))


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:HEADER_WITHIN])
    return max(",\t;", key=head.count)


def _folded(name: str) -> str:
    return " ".join(name.strip().lower().split())


def _header(lines: list[list[str]]) -> tuple[int, list[str]]:
    for position, line in enumerate(lines[:HEADER_WITHIN]):
        found = {_BY_HEADER.get(_folded(cell)) for cell in line} - {None}
        if "full_name" in found and found & {"username", "email"}:
            return position, line
    raise _refused(_("No header row found. It needs 姓名 and 用户名 or 邮箱."))
