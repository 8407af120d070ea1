"""Files that mean harm, or are broken: a sentence within seconds, nothing read or written elsewhere."""

from __future__ import annotations

import io
import logging
import os
import stat
import threading
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError

from artifacts.importers import refusals
from artifacts.importers.child import run_limited
from artifacts.importers.docx import import_docx, read_docx
from artifacts.importers.files import import_file
from artifacts.importers.refusals import Refused
from tests.artifacts.word import NAMESPACES, docx, packed, paragraph, picture, relation, table
from tests.pace import within

DOCUMENT = f"<w:document {NAMESPACES}><w:body>{paragraph('字')}</w:body></w:document>"


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_docx(data)
    return refused.value.code


def with_member(name: str, content: bytes = b"x", mode: int = 0) -> bytes:
    written = io.BytesIO(docx(paragraph("字")))
    with zipfile.ZipFile(written, "a") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, content)
    return written.getvalue()


BROKEN = {
    "cut off": docx(paragraph("字"))[:300],
    "noise": b"PK\x03\x04" + os.urandom(2000),
    "no xml": packed({"word/document.xml": "<w:document><w:body>"}),
    "no body": packed({"word/document.xml": f"<w:document {NAMESPACES}/>"}),
}
REFUSED = {
    "macros": (with_member("word/vbaProject.bin"), refusals.MACROS),
    "climbing name": (with_member("../../etc/passwd"), refusals.UNSAFE),
    "absolute name": (with_member("/etc/passwd"), refusals.UNSAFE),
    "backslashes": (with_member("..\\..\\x"), refusals.UNSAFE),
    "drive": (with_member("C:/x"), refusals.UNSAFE),
    "symlink": (with_member("word/link", b"/etc/passwd", stat.S_IFLNK | 0o777), refusals.UNSAFE),
    "spreadsheet": (packed({"xl/workbook.xml": "<x/>"}), refusals.NOT_WORD),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, refusals.OLD_WORD),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        refusals.ENCRYPTED,
    ),
    "html": (b"<html></html>", refusals.NOT_WORD),
    "many members": (packed({f"word/{n}.xml": "" for n in range(5_001)}), refusals.TOO_LARGE),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        import_docx(BROKEN[name])
    assert refused.value.code == refusals.BROKEN
    assert refused.value.messages[0]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_something_else_is_refused_for_what_it_is(name: str) -> None:
    data, code = REFUSED[name]
    assert code_of(data) == code


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>',
    ],
)
def test_entities_and_document_types_are_refused(prologue: str) -> None:
    body = DOCUMENT.replace("字", "&e;" if "ENTITY e" in prologue else "字")
    assert code_of(packed({"word/document.xml": prologue + body})) == refusals.UNSAFE


def test_a_billion_laughs_do_not_unfold() -> None:
    levels = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>' + DOCUMENT.replace("字", "&l11;")
    data = packed({"word/document.xml": bomb})
    assert within(1, lambda: code_of(data), time.perf_counter) in (refusals.UNSAFE, refusals.BROKEN)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"word/document.xml": DOCUMENT, **{f"word/media/{n}.png": b"\0" * 40_000_000 for n in range(7)}})
    assert len(bomb) < 400_000
    assert within(1, lambda: code_of(bomb), time.perf_counter) == refusals.TOO_LARGE
    assert code_of(packed({"word/document.xml": b" " * 50_000_000})) == refusals.TOO_LARGE


def test_a_zip_that_lies_about_its_sizes_is_broken() -> None:
    honest = packed({"word/document.xml": "<a>" + "x" * 4_000_000})
    directory = honest.index(b"PK\x01\x02")
    lying = honest[: directory + 24] + (10).to_bytes(4, "little") + honest[directory + 28 :]
    assert code_of(lying) == refusals.BROKEN


def test_elements_nested_without_end_are_refused_in_time() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + paragraph("字") + "</w:sdtContent></w:sdt>" * 5_000
    data = docx(deep)

    def is_refused() -> bool:
        with pytest.raises(ValidationError):
            import_docx(data)
        return True

    assert within(5, is_refused, time.perf_counter)


def test_tables_nested_in_tables_keep_their_words() -> None:
    inner = paragraph("最里")
    for _ in range(16):
        inner = table(f"<w:tr><w:tc>{inner}{paragraph('')}</w:tc></w:tr>")
    document = read_docx(docx(paragraph("一", style="1"), paragraph("二", style="1"), inner))
    assert "最里" in document.parts[-1].html


def test_nothing_outside_the_file_is_fetched() -> None:
    with _listener() as (port, connections):
        address = f"http://127.0.0.1:{port}/"
        document = import_docx(
            docx(
                paragraph("字", picture("rId5", "外", "r:link")),
                related=(
                    relation("rId5", "image", f"{address}x.png", is_external=True),
                    relation("rId6", "attachedTemplate", f"{address}x.dotm", is_external=True),
                ),
            )
        )
        assert document.parts
    assert connections == []


class _listener:
    """A port that notes who knocks."""

    def __enter__(self) -> tuple[int, list[object]]:
        import socket

        self.connections: list[object] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(0.2)
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()
        return self.server.getsockname()[1], self.connections

    def _listen(self) -> None:
        while not self.stopped.is_set():
            try:
                self.connections.append(self.server.accept())
            except TimeoutError:
                continue

    def __exit__(self, *_exception: object) -> None:
        self.stopped.set()
        self.thread.join()
        self.server.close()


def test_the_child_gets_its_files_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "x")
    outcome = run_limited("tests.artifacts.reading:echo", {"say": "好"}, files={"given.bin": b"\x00\xff"})
    assert outcome.value == {"said": "好", "secrets": []}
    assert outcome.files == {"copy.bin": b"\x00\xff"}


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("refuse", refusals.MACROS),
        ("eat_memory", refusals.TOO_LARGE),
        ("never_end", refusals.TOO_SLOW),
        ("sleep", refusals.TOO_SLOW),
        ("write_much", refusals.BROKEN),
    ],
)
def test_the_child_is_held_to_its_limits(function: str, code: str) -> None:
    # Only the slow ones are meant to meet the clock, however busy the machine is.
    seconds = 2 if code == refusals.TOO_SLOW else 20
    begun = time.perf_counter()
    with pytest.raises(ValidationError) as refused:
        run_limited(f"tests.artifacts.reading:{function}", {}, memory_mib=512, seconds=seconds)
    assert refused.value.code == code
    assert time.perf_counter() - begun < seconds + 4


def test_a_reader_that_fails_is_logged_and_refused(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(ValidationError) as refused:
        run_limited("tests.artifacts.reading:crash", {})
    assert refused.value.code == refusals.BROKEN
    assert "something nobody thought of" in caplog.text


def test_eight_threads_import_side_by_side() -> None:
    data = docx(paragraph("一", style="1"), paragraph("字"), paragraph("二", style="1"))
    titles: list[list[str]] = []

    def run() -> None:
        titles.append([part.heading for part in import_docx(data).parts])

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles == [["一", "二"]] * 8


def test_a_large_document_stays_within_time_and_memory() -> None:
    data = docx(*(paragraph("需求" * 200, style="1" if n % 50 == 0 else "") for n in range(5_000)))
    document = within(10, lambda: import_docx(data), time.perf_counter)
    assert sum(len(part.html) for part in document.parts) > 1_900_000


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", b"", refusals.EMPTY),
        ("a.md", b" \n", refusals.EMPTY),
        ("a.pdf", b"%PDF-1.7", refusals.UNKNOWN),
        ("a.exe", b"MZ", refusals.UNKNOWN),
        ("a.docx", b"plain text", refusals.BROKEN),
        ("a.md", b"\xff\xfe\x00", refusals.ENCODING),
        ("a.txt", b"\x81\x00\x00\xff\xff", refusals.ENCODING),
    ],
)
def test_other_files_are_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        import_file(name, data)
    assert refused.value.code == code
