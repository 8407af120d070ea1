"""``python scripts/translations.py check|compile``: Chinese for every English message.

``check`` reads the messages of the Python code and of the templates and asks that each has a non-empty,
non-fuzzy Chinese text in the ``zh_Hans`` catalogues of the apps, with the same placeholders, one text per
message in the whole product, and Chinese punctuation. ``compile`` writes the ``.mo`` files Django reads;
they are not in the repository.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE = (
    "pmcomms", "events", "accounts", "departments", "conversations", "requirements", "artifacts", "notifications",
    "insights",
)  # fmt: skip
CATALOGUE = "locale/zh_Hans/LC_MESSAGES/django.po"
SINGLE = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
# ``artifacts.catalog.words.word`` and the context it puts its words in.
CATALOG_WORD, CATALOG_CONTEXT = "word", "catalog"
STRING = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
IN_TEMPLATE = re.compile(rf"""(?<!\w)(n?p?gettext|_)\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?""")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# A half-width mark that touches a Chinese character belongs to the Chinese sentence.
HALF_WIDTH = re.compile(rf"[{HAN}][,;:?!]|[,;:?!]\s?[{HAN}]|[{HAN}]\.(?:\s|$)|[{HAN}]\(|\)[{HAN}]|[{HAN}]\.\.\.")


@dataclass(frozen=True)
class Message:
    """One message id and where it stands."""

    text: str
    context: str
    plural: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text


def messages() -> Iterator[Message]:
    """All messages of the product."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from messages_of_python(path.read_text(), str(path.relative_to(ROOT)))
    for path in template_files():
        yield from messages_of_template(path.read_text(), str(path.relative_to(ROOT)))


def template_files() -> list[Path]:
    own = sorted((ROOT / "templates").rglob("*.*"))
    return own + sorted(path for folder in CODE for path in (ROOT / folder).glob("**/templates/**/*.*"))


def messages_of_python(source: str, place: str) -> Iterator[Message]:
    """Messages in calls of gettext and its relatives whose arguments are literals."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            literals = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            yield from _message(name, literals, f"{place}:{node.lineno}")


def messages_of_template(source: str, place: str) -> Iterator[Message]:
    """Messages in ``translate``, ``blocktranslate`` and ``_("…")`` of a template."""
    rewritten = templatize(source, origin=place)
    for found in IN_TEMPLATE.finditer(rewritten):
        literals = [ast.literal_eval(text) if text else None for text in found.groups()[1:]]
        yield from _message(found[1], literals, f"{place}:{rewritten.count(chr(10), 0, found.start()) + 1}")


def _message(name: str, literals: Sequence[object], place: str) -> Iterator[Message]:
    texts = [text if isinstance(text, str) else "" for text in [*literals, None, None, None]]
    if name in SINGLE and texts[0]:
        yield Message(texts[0], "", "", place)
    elif name == CATALOG_WORD and texts[0] and place.startswith("artifacts/catalog/"):
        yield Message(texts[0], CATALOG_CONTEXT, "", place)
    elif name in PLURAL and texts[0]:
        yield Message(texts[0], "", texts[1], place)
    elif name in CONTEXT and texts[1]:
        yield Message(texts[1], texts[0], "", place)
    elif name in CONTEXT_PLURAL and texts[1]:
        yield Message(texts[1], texts[0], texts[2], place)


# --- catalogues ---------------------------------------------------------------------------------------


def catalogues() -> list[Path]:
    return sorted(path for folder in CODE for path in (ROOT / folder).rglob(CATALOGUE))


def texts_of(entry: polib.POEntry) -> list[str]:
    """The Chinese texts of an entry: one, or one per plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one entry of a catalogue."""
    if entry.fuzzy:
        yield "is fuzzy"
    for text in texts_of(entry):
        if not text:
            yield "has no Chinese text"
            continue
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        missing, unknown = wanted - set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(text)) - wanted
        if unknown or (missing and not entry.msgid_plural):
            yield f"has other placeholders: {', '.join(sorted(missing | unknown))}"
        if found := half_width(text):
            yield f"has half-width punctuation at {found!r}"


def half_width(text: str) -> str:
    """Where a Chinese text has a half-width mark; empty when nowhere."""
    plain = re.sub(r"<[^>]*>|https?://\S+", "", PLACEHOLDER.sub("·", text))
    found = HALF_WIDTH.search(plain)
    return plain[max(0, found.start() - 4) : found.end() + 4] if found else ""


def faults() -> list[str]:
    """Everything ``check`` complains about, sorted."""
    found: list[str] = []
    known: dict[tuple[str, str], polib.POEntry] = {}
    for path in catalogues():
        for entry in polib.pofile(str(path), encoding="utf-8"):
            if entry.obsolete:
                continue
            place = f"{path.relative_to(ROOT)}:{entry.linenum}: {entry.msgid!r}"
            found += [f"{place} {fault}" for fault in faults_of_entry(entry)]
            other = known.setdefault((entry.msgctxt or "", entry.msgid), entry)
            if texts_of(other) != texts_of(entry):
                found.append(f"{place} has another text in another catalogue: {texts_of(other)[0]!r}")
    for message in messages():
        match = known.get(message.key)
        if match is None:
            found.append(f"{message.place}: {message.text!r} is in no zh_Hans catalogue")
        elif message.plural and match.msgid_plural != message.plural:
            found.append(f"{message.place}: {message.text!r} lacks its plural in the catalogue")
    return sorted(set(found))


def compile_all() -> int:
    """Write each ``.mo`` that is older than its catalogue; returns how many."""
    written = 0
    for path in catalogues():
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime:
            half_written = compiled.with_suffix(".new")
            polib.pofile(str(path), encoding="utf-8").save_as_mofile(str(half_written))
            half_written.replace(compiled)
            written += 1
    return written


def main(arguments: list[str]) -> int:
    if arguments == ["compile"]:
        print(f"{compile_all()} catalogues compiled")
        return 0
    if arguments != ["check"]:
        print(__doc__)
        return 2
    if not settings.configured:
        settings.configure()
    found = faults()
    print("\n".join(found) if found else f"{len({message.key for message in messages()})} messages, all translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
