"""People, departments, rows, artifacts and files: a resolver knows them, a cell keeps their id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from artifacts.columns.base import ColumnType, Resolver, narrow, refusal, split_list

if TYPE_CHECKING:
    from artifacts.declaration import Column


def _read_person(raw: object, resolver: Resolver) -> int:
    text = narrow(str(raw)).lstrip("@").strip()
    # Several people of one name are told apart as "李雯 (liwen2)".
    named = re.fullmatch(r".+\((\S+)\)", text)
    found = resolver.find_people(named[1] if named else text)
    if not found:
        raise refusal(_("Nobody here is called “%(value)s”."), raw, "unknown_person")
    if len(found) > 1:
        names = _now(", ").join(person.username for person in found)
        raise refusal(
            _("Several people are called “%(value)s”; write one of the user names: %(names)s."),
            raw,
            "ambiguous_person",
            names=names,
        )
    return found[0].id


def _name(id: int, resolver: Resolver) -> str:
    person = resolver.person(id)
    return person.name if person else _now("Former member")


def _text(id: int, resolver: Resolver) -> str:
    person = resolver.person(id)
    return f"{person.name} ({person.username})" if person else ""


def _username(id: int, resolver: Resolver) -> str | None:
    person = resolver.person(id)
    return person.username if person else None


class PersonColumn(ColumnType):
    """Stored as the id of the user; the API speaks user names."""

    code = "person"
    widget = "person"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> int:
        return _read_person(raw, resolver)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return _name(stored, resolver)

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return _text(stored, resolver)

    def to_api(self, stored: Any, column: Column, resolver: Resolver) -> str | None:
        return _username(stored, resolver)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "description": "User name."}


class People(ColumnType):
    code = "people"
    widget = "people"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> list[int] | None:
        return list(dict.fromkeys(_read_person(part, resolver) for part in split_list(raw))) or None

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return _now(", ").join(_name(id, resolver) for id in stored)

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return ", ".join(text for id in stored if (text := _text(id, resolver)))

    def to_api(self, stored: Any, column: Column, resolver: Resolver) -> list[str]:
        return [name for id in stored if (name := _username(id, resolver))]

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "description": "User name."},
            "uniqueItems": True,
        }


def _read_department(raw: object, resolver: Resolver) -> str:
    code = resolver.find_department(narrow(str(raw)))
    if code is None:
        raise refusal(_("There is no department “%(value)s”."), raw, "unknown_department")
    return code


class DepartmentColumn(ColumnType):
    """Stored as the code."""

    code = "department"
    widget = "department"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        return _read_department(raw, resolver)

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return resolver.department_name(stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "description": "Code of a department."}


class Departments(ColumnType):
    code = "departments"
    widget = "departments"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> list[str] | None:
        return list(dict.fromkeys(_read_department(part, resolver) for part in split_list(raw))) or None

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return _now(", ").join(resolver.department_name(code) for code in stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {
            "type": "array",
            "items": {"type": "string", "description": "Code of a department."},
            "uniqueItems": True,
        }


class RowReference(ColumnType):
    """A row of another table of the same artifact, by key."""

    code = "row_reference"
    widget = "row"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        key = resolver.find_row(str(column.reference_table), narrow(str(raw)))
        if key is None:
            raise refusal(_("There is no row “%(value)s” to refer to."), raw, "unknown_row")
        return key

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return resolver.row_label(str(column.reference_table), stored) or stored

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored)

    def search_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored)

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "description": f"Key of a row of {column.reference_table}."}


class ArtifactReference(ColumnType):
    """Another artifact by reference. One out of sight and one that does not exist sound the same."""

    code = "artifact_reference"
    widget = "artifact"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> str:
        reference = resolver.find_artifact(narrow(str(raw)))
        if reference is None:
            raise refusal(_("There is no document “%(value)s”."), raw, "unknown_artifact")
        return reference

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {"type": "string", "example": "CLB-D12"}


class FileColumn(ColumnType):
    """An attachment of the artifact's thread, stored as ``{"id", "name"}``."""

    code = "file"
    widget = "file"

    def parse(self, raw: object, column: Column, resolver: Resolver) -> dict[str, str]:
        wanted = raw.get("id") if isinstance(raw, dict) else raw
        found = resolver.find_file(str(wanted))
        if found is None:
            raise refusal(
                _("There is no file “%(value)s” on this document."),
                raw if wanted is raw else wanted,
                "unknown_file",
            )
        return {"id": found.id, "name": found.name}

    def display(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored["name"])

    def to_text(self, stored: Any, column: Column, resolver: Resolver) -> str:
        return str(stored["id"])

    def to_api(self, stored: Any, column: Column, resolver: Resolver) -> Any:
        return stored

    def api_schema(self, column: Column) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"id": {"type": "string"}, "name": {"type": "string", "readOnly": True}},
            "required": ["id"],
        }
