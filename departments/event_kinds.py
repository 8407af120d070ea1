"""The events of this floor."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from events.registry import EventKind, register

_KINDS = (
    ("department.added", _("Department added"), _("added a department"), "building-2"),
    ("department.edited", _("Department edited"), _("edited a department"), "building-2"),
    ("department.archived", _("Department archived"), _("archived a department"), "archive"),
    ("department.restored", _("Department restored"), _("restored a department"), "archive-restore"),
    ("membership.started", _("Membership started"), _("added somebody to a department"), "user-plus"),
    ("membership.changed", _("Membership changed"), _("changed a role in a department"), "user-cog"),
    ("membership.ended", _("Membership ended"), _("ended a membership of a department"), "user-minus"),
    ("stand_in.named", _("Stand-in named"), _("named a stand-in"), "user-round-check"),
    ("stand_in.cancelled", _("Stand-in cancelled"), _("cancelled a stand-in"), "user-round-x"),
    ("calendar.day_set", _("Working day set"), _("changed the working calendar"), "calendar-cog"),
    ("calendar.day_cleared", _("Working day cleared"), _("took a calendar override back"), "calendar-cog"),
    ("people.imported", _("People imported"), _("imported people from a file"), "file-up"),
)
_OF_PRODUCTS = (
    ("product.created", _("Product created"), _("created a product"), "package-plus"),
    ("product.edited", _("Product edited"), _("edited a product"), "package"),
    ("product.kinds_changed", _("Kinds changed"), _("changed which kinds are switched on"), "list-checks"),
    ("product.archived", _("Product archived"), _("archived a product"), "archive"),
    ("product.restored", _("Product restored"), _("restored a product"), "archive-restore"),
    ("product_role.set", _("Role on a product"), _("gave a role on a product"), "user-cog"),
    ("product_role.ended", _("Role on a product ended"), _("ended a role on a product"), "user-minus"),
    ("liaison.named", _("Liaison named"), _("named a liaison"), "user-plus"),
    ("liaison.changed", _("Liaison changed"), _("changed a liaison"), "user-cog"),
    ("liaison.ended", _("Liaison ended"), _("ended a liaison"), "user-minus"),
)


def register_all() -> None:
    register(
        *(
            EventKind(code, label, sentence, icon=icon, is_administrative=True)
            for code, label, sentence, icon in (*_KINDS, *_OF_PRODUCTS)
        )
    )
