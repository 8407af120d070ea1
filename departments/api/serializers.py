"""Shapes of the organisation; fields listed by hand, references by their public names."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import User
from departments import kinds_registry
from departments.models import CalendarDay, Department, Liaison, Membership, Product, ProductRole, StandIn
from departments.permissions import people_known_to, products_visible_to
from pmcomms.ground.shapes import Reference, StrictModelSerializer, StrictSerializer


def a_person(**kwargs: Any) -> Reference:
    return Reference("username", visible=people_known_to, **kwargs)


def a_department(**kwargs: Any) -> Reference:
    return Reference("code", visible=lambda user: Department.objects.filter(archived_at__isnull=True), **kwargs)


def a_product(**kwargs: Any) -> Reference:
    return Reference("key", visible=products_visible_to, **kwargs)


class ColleagueOutput(StrictModelSerializer):
    """What everybody sees of a colleague."""

    departments = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["username", "full_name", "job_title", "is_active", "is_visitor", "departments"]

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["department", "role"],
                "properties": {"department": {"type": "string"}, "role": {"type": "string"}},
            },
        }
    )
    def get_departments(self, person: Any) -> list[dict[str, str]]:
        rows = getattr(person, "current_memberships", None)
        if rows is None:
            rows = Membership.objects.current().filter(user=person).select_related("department")
        return [{"department": row.department.code, "role": row.role} for row in rows]


class PersonAdministered(ColleagueOutput):
    """What administrators see besides."""

    class Meta(ColleagueOutput.Meta):
        fields = [
            *ColleagueOutput.Meta.fields,
            "email",
            "is_administrator",
            "created_at",
            "last_login",
            "deactivated_at",
            "revision",
        ]


class PersonEdit(StrictSerializer):
    full_name = serializers.CharField(max_length=60, required=False)
    email = serializers.EmailField(required=False, allow_blank=True)
    job_title = serializers.CharField(max_length=60, required=False, allow_blank=True)
    is_administrator = serializers.BooleanField(required=False)
    is_visitor = serializers.BooleanField(required=False)


class PersonInput(PersonEdit):
    username = serializers.CharField(max_length=60)
    full_name = serializers.CharField(max_length=60)


class PasswordLinkOutput(StrictSerializer):
    link = serializers.CharField()


class HandOverInput(StrictSerializer):
    successor = a_person()
    names = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=False)


class HandOverOutput(StrictSerializer):
    moved = serializers.IntegerField()


class ImportRow(StrictSerializer):
    line = serializers.IntegerField()
    full_name = serializers.CharField()
    username = serializers.CharField()
    outcome = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())


class ImportOutput(StrictSerializer):
    """The dry run; ``job`` is confirmed by ``POST /people/import-confirm/``."""

    job = serializers.IntegerField(source="pk")
    state = serializers.CharField()
    error = serializers.CharField()
    encoding = serializers.CharField(source="result.encoding")
    ignored = serializers.ListField(source="result.ignored", child=serializers.CharField())
    counts = serializers.DictField(source="result.counts", child=serializers.IntegerField())
    rows = ImportRow(many=True, source="result.rows")


class ImportConfirmInput(StrictSerializer):
    job = serializers.IntegerField()


class DepartmentOutput(StrictModelSerializer):
    class Meta:
        model = Department
        fields = [
            "code",
            "name_zh",
            "name_en",
            "color",
            "icon",
            "ordering",
            "is_core",
            "archived_at",
            "revision",
        ]


class DepartmentEdit(StrictSerializer):
    name_zh = serializers.CharField(max_length=30, required=False)
    name_en = serializers.CharField(max_length=40, required=False)
    color = serializers.RegexField(r"^#[0-9a-f]{6}\Z", required=False)
    icon = serializers.CharField(max_length=40, required=False)
    ordering = serializers.IntegerField(min_value=0, max_value=32767, required=False)


class DepartmentInput(DepartmentEdit):
    code = serializers.CharField(max_length=30)
    name_zh = serializers.CharField(max_length=30)
    name_en = serializers.CharField(max_length=40)


class MembershipOutput(StrictModelSerializer):
    user: Any = Reference("username")
    department: Any = Reference("code")

    class Meta:
        model = Membership
        fields = ["id", "user", "department", "role", "started_on", "ended_on"]


class MembershipInput(StrictSerializer):
    user = a_person()
    department = a_department()
    role = serializers.ChoiceField(choices=Membership.Role.choices, default=Membership.Role.MEMBER)


class MembershipRole(StrictSerializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class StandInOutput(StrictModelSerializer):
    away: Any = Reference("username")
    stand_in: Any = Reference("username")

    class Meta:
        model = StandIn
        fields = ["id", "away", "stand_in", "from_on", "to_on", "reason", "cancelled_at", "created_at"]


class StandInInput(StrictSerializer):
    away = a_person()
    stand_in = a_person()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    reason = serializers.CharField(max_length=100, required=False, allow_blank=True)


class ProductOutput(StrictModelSerializer):
    class Meta:
        model = Product
        fields = [
            "key",
            "name",
            "description",
            "color",
            "visibility",
            "preset",
            "kinds",
            "created_at",
            "archived_at",
            "revision",
        ]


class ProductEdit(StrictSerializer):
    name = serializers.CharField(max_length=60, required=False)
    description = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    color = serializers.RegexField(r"^#[0-9a-f]{6}\Z", required=False)
    visibility = serializers.ChoiceField(choices=Product.Visibility.choices, required=False)


class ProductInput(ProductEdit):
    key = serializers.CharField(max_length=10)
    name = serializers.CharField(max_length=60)
    preset = serializers.ChoiceField(choices=Product.Preset.choices, required=False)
    manager = a_person(required=False)


class KindsInput(StrictSerializer):
    """A preset, or exactly the kinds named."""

    preset = serializers.ChoiceField(choices=Product.Preset.choices, required=False)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), required=False)


class ProductRoleOutput(StrictModelSerializer):
    user: Any = Reference("username")

    class Meta:
        model = ProductRole
        fields = ["user", "role"]


class ProductRoleInput(StrictSerializer):
    user = a_person()
    role = serializers.ChoiceField(choices=ProductRole.Role.choices)


class ProductRoleEnd(StrictSerializer):
    user = Reference("username", visible=lambda user: User.objects.all())


class LiaisonOutput(StrictModelSerializer):
    product: Any = Reference("key")
    department: Any = Reference("code")
    user: Any = Reference("username")

    class Meta:
        model = Liaison
        fields = ["id", "product", "department", "user", "is_backup", "started_on", "ended_on"]


class LiaisonInput(StrictSerializer):
    product = a_product()
    department = a_department()
    user = a_person()
    is_backup = serializers.BooleanField(default=False)


class LiaisonChange(StrictSerializer):
    is_backup = serializers.BooleanField()


class CalendarDayOutput(StrictModelSerializer):
    class Meta:
        model = CalendarDay
        fields = ["day", "is_working", "name"]


class CalendarDayInput(StrictSerializer):
    day = serializers.DateField()
    is_working = serializers.BooleanField()
    name = serializers.CharField(max_length=60, required=False, allow_blank=True)


class KindOutput(StrictSerializer):
    """A kind that products can switch on."""

    slug = serializers.CharField()
    name = serializers.CharField()
    department = serializers.CharField()
    presets = serializers.SerializerMethodField()

    def get_presets(self, entry: kinds_registry.KindEntry) -> list[str]:
        return sorted(entry.presets)
