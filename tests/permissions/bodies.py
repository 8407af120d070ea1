"""What is sent where an empty body would be refused before anybody asks who sends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.permissions.world import PEOPLE, World


def body_of(world: World, name: str, method: str) -> dict[str, Any]:
    """A body that makes sense at this door; {} where none is needed."""
    return _api(world).get(f"{method} {name}", {}) if name.startswith("api-v1:") else _page(world).get(name, {})


def upload(name: str, text: str, kind: str = "text/plain") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), kind)


def _span() -> dict[str, str]:
    today = timezone.localdate()
    return {"from_on": (today + dt.timedelta(60)).isoformat(), "to_on": (today + dt.timedelta(61)).isoformat()}


def _wish(world: World) -> dict[str, Any]:
    return {"product": "CLB", "customer": f"C{world.nouns['customer']}", "wording": "按月导出"}


def _api(world: World) -> dict[str, dict[str, Any]]:
    thread, hash_ = str(world.artifact.thread_id), world.artifact.version.content_hash
    row = {"role": "财务主管", "wish": "导出"}
    words: dict[str, dict[str, Any]] = {
        "POST person-list": {"username": "liwen", "full_name": "李雯"},
        "POST person-hand-over": {"successor": "lu", "names": ["products"]},
        "POST department-list": {"code": "legal", "name_zh": "法务", "name_en": "Legal"},
        "POST membership-list": {"user": "lu", "department": "rd", "role": "member"},
        "POST membership-change": {"role": "lead"},
        "POST calendar-day-list": {"day": "2027-04-06", "is_working": False, "name": "清明"},
        "POST stand-in-list": {"away": "chen", "stand_in": "lu", **_span()},
        "POST product-list": {"key": "NEW", "name": "新产品"},
        "POST product-kinds": {"kinds": ["prd"]},
        "POST product-role-end": {"user": "fang"},
        "POST product-role-set": {"user": "fang", "role": "viewer"},
        "POST liaison-list": {"product": "CLB", "department": "finance", "user": "zhou"},
        "POST liaison-change": {"is_backup": True},
        "POST token-list": {"name": "脚本", "scope": "read", "days": 30},
        "POST thread-name-person": {"person": "he"},
        "POST thread-remove-person": {"person": "he"},
        "POST thread-open-internal": {"department": "rd"},
        "POST comment-list": {"thread": thread, "body": "收到"},
        "PATCH comment-detail": {"body": "改过"},
        "POST comment-react": {"emoji": "👍"},
        "POST comment-unreact": {"emoji": "👍"},
        "POST comment-reply": {"body": "好"},
        "POST decision-list": {"thread": thread, "text": "按月导出"},
        "POST link-list": {"from_thread": thread, "to_thread": str(world.keys["note_thread"]), "kind": "blocks"},
        "POST meeting-note-list": {"title": "周会", "held_on": "2026-11-20", "product": "CLB"},
        "POST note-todo-list": {"note": world.nouns["note"], "text": "补接口", "assignee": "han"},
        "POST attachment-list": {"thread": thread, "file": upload("说明.txt", "字段说明")},
        "POST person-import": {"file": upload("通讯录.csv", PEOPLE, "text/csv")},
        "POST person-import-confirm": {"job": world.nouns["job"]},
        "POST requirement-list": {"product": "CLB", "title": "重发导出链接"},
        "POST requirement-create-many": {"product": "CLB", "text": "重发导出链接"},
        "PATCH requirement-detail": {"title": "按月导出全部对账单"},
        "POST requirement-move": {"to": "已排期"},
        "POST requirement-place": {"after": None},
        "POST requirement-schedule": {"release": "CLB-R1"},
        "POST release-list": {"product": "CLB", "name": "v3.3"},
        "PATCH release-detail": {"goal": "月结一小时之内"},
        "POST release-cancel": {"ground": "并入 v3.3"},
        "POST feedback-list": {"product": "CLB", "words": "导出太慢"},
        "POST feedback-decline": {"ground": "与建账向导重复"},
        "POST feedback-duplicate": {"original": "CLB-F2"},
        "POST feedback-answer": {"ground": "在导出页右上角"},
        "POST customer-list": {"name": "青石教育"},
        "PATCH customer-detail": {"region": "华南"},
        "POST promise-list": {**_wish(world), "due_on": "2027-06-30"},
        "POST promise-ask": _wish(world),
        "PATCH promise-detail": {"wording": "按月导出全部对账单"},
        "POST promise-link": {"requirement": "CLB-1"},
        "POST promise-give": {"due_on": "2027-06-30"},
        "POST promise-refuse": {"ground": "排不进"},
        "POST promise-break": {"ground": "没做完"},
        "POST requirement-bulk": {"references": ["CLB-1"], "changes": {"priority": "P0"}},
        "POST saved-view-list": {"name": "本周到期"},
        "PATCH saved-view-detail": {"name": "本周到期"},
        "POST saved-view-share": {"sharing": "personal"},
        "POST saved-view-use": {"view": None},
        "POST artifact-list": {"product": "CLB", "kind": "prd", "title": "新的一份"},
        "POST artifact-import": {"markdown": "# 背景\n\n文字"},
        "PUT artifact-receivers": {"receivers": []},
        "POST section-list": {"heading": "附录"},
        "PUT section-detail": {"body": "<p>文字</p>"},
        "POST section-move": {"after": None},
        "POST row-paste": {"rows": [{"cells": row}]},
        "PATCH row-detail": {"cells": row},
        "POST row-move": {"after": None},
        "POST artifact-fill-ins": {
            "cells": [{"table": "stories", "key": "US-1", "column": "estimate", "value": "3", "seen": 0}]
        },
        "POST redaction-request": {"parts": ["section:background"], "reason": "误贴"},
        "POST artifact-redactions": {"version": "1", "parts": ["section:background"], "reason": "误贴"},
        "POST artifact-add-signer": {"person": "he", "department": "rd"},
        "POST artifact-remove-signer": {"person": "lu", "department": "rd"},
        "POST artifact-restore-version": {"version": "1"},
        "POST artifact-copy": {"person": "he"},
        "POST sign-off-answer": {"answer": "agreed", "content_hash": hash_},
        "POST sign-off-ask": {"text": "哪些字段？"},
        "POST sign-off-pass-on": {"person": "qin"},
        "POST question-answer": {"text": "全部字段"},
    }
    return {f"{line.split()[0]} api-v1:{line.split()[1]}": body for line, body in words.items()}


def _page(world: World) -> dict[str, dict[str, Any]]:
    return {
        "liaison-name": {"department": "finance", "user": "zhou"},
        "comment-edit": {"body": "改过", "revision": 1},
        "comment-react": {"emoji": "👍"},
        "meeting-note-save": {"body": "<p>文字</p>", "revision": 1},
        "meeting-note-conclude": {"text": "按月导出"},
        "note-todo-add": {"text": "补接口", "assignee": "han"},
        "requirement-save": {"body": "<p>文字</p>", "revision": 1},
        "requirement-move": {"to": "已排期"},
        "requirement-schedule": {"release": "v3.2"},
        "release-plan": {"name": "v3.3"},
        "release-edit": {"name": "v3.2", "stage": "building", "revision": 1},
        "release-ship": {"shipped_on": "2026-11-27"},
        "release-cancel": {"ground": "并入 v3.3"},
        "feedback-decline": {"ground": "与建账向导重复"},
        "feedback-duplicate": {"original": "CLB-F2"},
        "feedback-answer": {"ground": "在导出页右上角"},
        "feedback-accept": {"type": "story"},
        "feedback-new": {"product": "CLB", "words": "导出太慢"},
        "promise-give": {"due_on": "2027-06-30"},
        "promise-refuse": {"ground": "排不进"},
        "promise-break": {"ground": "没做完"},
        "requirement-cell": {"title": "按月导出全部", "revision": 1},
        "requirement-bulk": {"reference": "CLB-1", "priority": "P0"},
        "saved-view-edit": {"name": "最急的", "revision": 1},
        "saved-view-share": {"sharing": "personal"},
        "stand-in-name": {"away": "chen", "stand_in": "lu", **_span()},
        "section-add": {"heading": "附录"},
        "section-rename": {"heading": "附录", "revision": 1},
        "row-save": {"key": "US-1", "revision": 1, "cells": {"role": "出纳"}},
        "row-delete": {"key": "US-1", "revision": 1},
        "row-move": {"key": "US-1", "after": None},
        "artifact-answer": {"content_hash": world.artifact.version.content_hash},
        "artifact-pass-on": {"person": "qin"},
        "artifact-ask": {"words": "哪些字段？"},
        "question-answer": {"words": "全部字段"},
        "artifact-signer-add": {"person": "he", "department": world.cast.rd.pk},
        "artifact-copy": {"person": "he"},
        "open-point-close": {"words": "已补充"},
    }
