"""What this floor tells the lower ones about itself, once, when the application starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import handover, settings_registry
from accounts.models import User
from artifacts import kinds
from artifacts.actions import leaving
from artifacts.actions.create import SUBJECT
from artifacts.anchors import check_anchor, describe_anchors, mark_questions
from conversations.registry import SubjectKind
from conversations.registry import register as register_subject
from departments.kinds_registry import KindEntry
from departments.kinds_registry import register as register_kinds
from departments.permissions import managed_product_ids


def register_all() -> None:
    register_subject(
        SubjectKind(
            SUBJECT,
            _("Document"),
            icon="file-text",
            check_anchor=check_anchor,
            describe_anchors=describe_anchors,
            mark_comments=mark_questions,
        )
    )
    register_kinds(
        *(
            KindEntry(kind.slug, kind.name, kind.department or "", frozenset(kind.presets))
            for kind in kinds.matrix_kinds()
        )
    )
    handover.on_leave(leaving.leave)
    handover.register(handover.Owned("artifacts", _("Documents"), items=leaving.items_owned, move=leaving.move_owned))
    handover.register(
        handover.Owned("todo-rows", _("Rows on their name"), items=leaving.rows_named, move=leaving.move_rows)
    )
    settings_registry.register(
        settings_registry.Entry(
            settings_registry.ADMINISTRATION,
            _("Content to be taken out"),
            _("A manager and an administrator decide together"),
            "eraser",
            "redaction-list",
            _redacts,
        )
    )


def _redacts(user: User) -> bool:
    return user.is_administrator or bool(managed_product_ids(user))
