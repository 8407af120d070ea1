"""Actions are the only code that writes domain rows. Who writes rows of another nature stands here, with the reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_floors import FLOORS, ROOT

# Rows nobody decided anything by: bookkeeping of the machine, and what can be made anew from domain rows.
OTHERS = {
    "accounts/api/authentication.py": "when a token was last used; asked of every request and decided by nobody",
    "accounts/models.py": "how a person and a token are stored (hashed); called by the actions",
    "conversations/search.py": "the search index, derived from the text it is handed; made anew at any time",
    "events/backups/drill.py": "the sign of life of the backup drill",
    "events/backups/restore.py": "the operator's command: what a restored database must not go on doing",
    "events/changes.py": "saving with a revision, for the actions",
    "events/dispatch.py": "positions of events and the outbox",
    "events/jobs.py": "the state of long work; its verbs record events themselves",
    "events/tasks.py": "the sign of life of beat and worker",
    "events/tidying.py": "throws away sessions and jobs that are long over",
    "pmcomms/celery.py": "no rows: the settings of Celery",
    "pmcomms/ground/idempotency.py": "answers kept for repeated requests",
    "pmcomms/ground/limits.py": "how often somebody asked",
}
ROOMS = {"actions", "migrations", "demo", "embedded"}
STATEMENT = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|WITH\b[\s\S]*\b(?:UPDATE|DELETE FROM))\s")
BY_NAME = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "aupdate", "adelete", "acreate", "asave"}


def sources() -> Iterator[Path]:
    for folder in [*FLOORS, "pmcomms"]:
        for path in sorted((ROOT / folder).rglob("*.py")):
            inside = path.relative_to(ROOT)
            if not ROOMS & set(inside.parts) and inside.name != "actions.py":
                yield path


def writes(tree: ast.Module) -> Iterator[int]:
    """Lines that write rows, told from sets, dictionaries, files and actions by how they are called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if _writes(node.func.attr, node):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            yield node.lineno


def _writes(name: str, call: ast.Call) -> bool:
    keywords = {keyword.arg for keyword in call.keywords}
    if name in BY_NAME:
        return True
    if name == "save":  # a row; a picture or a form is saved into something
        return not call.args and keywords <= {"update_fields", "using", "force_insert"}
    if name == "delete":  # rows; what has an argument is a file, a key of the cache or an action
        return not call.args and not keywords
    if name == "update":  # rows have named columns, dictionaries and digests take a value
        return not call.args and bool(keywords)
    return name == "create" and "actor" not in keywords


def test_only_actions_write_domain_rows() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := sorted(set(writes(ast.parse(path.read_text())))))
    }
    assert {path: lines for path, lines in found.items() if path not in OTHERS} == {}
    assert set(OTHERS) - set(found) == set(), "These write nothing any more."


def test_a_writer_is_recognised() -> None:
    for line in (
        "row.save()",
        "row.save(update_fields=['title'])",
        "rows.filter(pk=1).update(title='x')",
        "rows.update(**values)",
        "row.delete()",
        "Row.objects.create(title='x')",
        "Row.objects.bulk_create(rows)",
        "cursor.execute('DELETE FROM a_table WHERE id = 1')",
        "cursor.execute('WITH due AS (SELECT 1) UPDATE a_table SET b = 1')",
    ):
        assert list(writes(ast.parse(line))) == [1], line
    for line in (
        "names.update(more)",
        "picture.save(target, 'PNG')",
        "storage.delete(name)",
        "notes.create(actor=actor, title='x')",
        "cursor.execute('SELECT 1')",
    ):
        assert list(writes(ast.parse(line))) == [], line
