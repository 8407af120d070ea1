"""People from CSV: encodings, headers, a dry run row by row, one transaction, and again without doubling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from departments import people_csv
from departments.models import Department, Membership
from events.models import Event, Job
from tests.conftest import Cast

AsUser = Callable[[User], Client]
ApiAs = Callable[..., APIClient]
TEXT = """公司通讯录（2026）
姓名,用户名,邮箱,部门,角色,职位,工号
李雯,liwen,liwen@example.com,研发,成员,测试负责人,0001
唐宁,,tangning@example.com,研发部,主管,前端工程师,0002
林岚,lin,lin@example.com,财务,成员,会计,0003
周敏,zhou,zhou@example.com,财务,负责人,,0004
无名,,,财务,成员,,0005
怪人,weird,weird@example.com,火星部,成员,,0006
重复,liwen,other@example.com,研发,成员,,0007
冒名,imposter,chen@example.com,研发,成员,,0008
"""


def upload(text: str = TEXT, encoding: str = "utf-8", name: str = "通讯录.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")])
def test_the_encoding_is_found_and_shown(encoding: str, shown: str) -> None:
    found = people_csv.read(TEXT.encode(encoding))
    assert found.encoding == shown
    assert found.ignored == ["工号"]
    assert found.rows[0] == (
        3,
        {
            "full_name": "李雯",
            "username": "liwen",
            "email": "liwen@example.com",
            "department": "研发",
            "role": "成员",
            "job_title": "测试负责人",
        },
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_english_headers_and_other_delimiters(delimiter: str) -> None:
    text = "Name,User name,E-mail,Department,Role,Job title\nLi Wen,liwen,l@example.com,rd,lead,QA".replace(
        ",", delimiter
    )
    assert people_csv.read(text.encode()).rows[0][1]["role"] == "lead"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        "姓名,职位\n李雯,测试\n".encode(),
        "姓名,用户名,name\n李雯,liwen,x\n".encode(),
        b"\x00\x01\x02" * 100,
        b"PK\x03\x04" + b"\xff\xfe" * 50,
        ("姓名,用户名\n" + "李,x\n" * 2001).encode(),
        b"x" * (people_csv.MOST_BYTES + 1),
        '姓名,用户名\n"李'.encode() + b"x" * 200_000,
    ],
    ids=["empty", "no header", "no key column", "twice", "binary", "zip", "rows", "bytes", "one huge cell"],
)
def test_what_is_no_people_file_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        people_csv.read(content)
    assert refused.value.messages[0]


def test_the_dry_run_says_row_by_row_and_changes_nothing(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    before = User.objects.count()
    answer = client.post("/administration/people/import/", {"file": upload()})
    page = client.get(answer["Location"])
    assert page.status_code == 200
    report = page.context["report"]
    outcomes = [(row["full_name"], row["outcome"]) for row in report["rows"]]
    assert outcomes == [
        ("李雯", "add"),
        ("唐宁", "add"),
        ("林岚", "update"),
        ("周敏", "same"),
        ("无名", "error"),
        ("怪人", "error"),
        ("重复", "error"),
        ("冒名", "error"),
    ]
    assert report["counts"] == {"add": 2, "update": 1, "same": 1, "error": 4}
    assert "火星部" in page.content.decode()
    assert User.objects.count() == before
    assert Job.objects.get().state == "planned"


def test_confirming_imports_once_and_a_second_run_finds_nothing_to_do(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    address = client.post("/administration/people/import/", {"file": upload()})["Location"]
    assert client.get(f"{address}confirm/").status_code == 405
    client.post(f"{address}confirm/")
    client.post(f"{address}confirm/")
    person = User.objects.get(username="tangning")
    membership = Membership.objects.current().get(user=person)
    assert (membership.department, membership.role, person.job_title) == (cast.rd, "lead", "前端工程师")
    assert User.objects.get(username="lin").job_title == "会计"
    assert not User.objects.filter(username__in=["weird", "imposter"]).exists()
    event = Event.objects.get(kind="people.imported")
    assert event.changes == {"add": 2, "update": 1, "same": 1, "error": 4}
    assert Event.objects.filter(kind="person.added").count() == 2

    again = client.post("/administration/people/import/", {"file": upload(encoding="gb18030")})["Location"]
    report = client.get(again).context["report"]
    assert report["counts"] == {"add": 0, "update": 0, "same": 4, "error": 4}


def test_a_failure_in_the_middle_imports_nothing(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.administrator)
    address = client.post("/administration/people/import/", {"file": upload()})["Location"]
    Department.objects.filter(code="finance").update(archived_at="2026-01-01T00:00Z")
    Membership.objects.filter(user=cast.lin).update(ended_on=timezone.localdate())
    job = Job.objects.get()
    job.result["rows"][2]["departments"] = [["finance", "member"]]
    job.save()
    client.post(f"{address}confirm/")
    job.refresh_from_db()
    assert job.state == "failed"
    assert "第 5 行" in job.error
    assert not User.objects.filter(username="liwen").exists()
    page = client.get(address).content.decode()
    assert "没有导入任何内容" in page


def test_only_administrators_import_and_only_their_own_plan(cast: Cast, as_user: AsUser) -> None:
    assert as_user(cast.chen).post("/administration/people/import/", {"file": upload()}).status_code == 403
    address = as_user(cast.administrator).post("/administration/people/import/", {"file": upload()})["Location"]
    cast.chen.is_administrator = True
    cast.chen.save()
    assert as_user(cast.chen).get(address).status_code == 404
    assert as_user(cast.chen).post(f"{address}confirm/").status_code == 404


def test_the_api_does_the_same(cast: Cast, api_as: ApiAs) -> None:
    client = api_as(cast.administrator)
    made = client.post("/api/v1/people/import/", {"file": upload()}, format="multipart")
    assert made.status_code == 201
    assert made.json()["counts"] == {"add": 2, "update": 1, "same": 1, "error": 4}
    done = client.post("/api/v1/people/import-confirm/", {"job": made.json()["job"]})
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert client.post("/api/v1/people/import/", {}, format="multipart").status_code == 400
    refused = api_as(cast.chen).post("/api/v1/people/import/", {"file": upload()}, format="multipart")
    assert refused.status_code == 403
