"""What the lists of this floor can be asked."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import User
from departments.models import Membership, Product
from pmcomms.ground.filters import Choice, Day, FilterLanguage, Person, Reference, Text, YesNo


class PeopleFilters(FilterLanguage):
    fields = {
        "active": YesNo("is_active"),
        "administrator": YesNo("is_administrator"),
        "department": Reference("memberships__department__code", many=True),
    }
    order = {"name": "pinyin", "joined": "created_at"}
    default_order = ("pinyin", "pk")

    def find(self, text: str) -> Q:
        return Q(pk__in=User.objects.matching(text).values("pk"))


class MembershipFilters(FilterLanguage):
    fields = {
        "department": Reference("department__code", mine="department_id"),
        "person": Person("user"),
        "role": Choice("role", Membership.Role),
        "ended": Day("ended_on"),
    }
    order = {"started": "started_on"}
    default_order = ("-pk",)


class ProductFilters(FilterLanguage):
    fields = {
        "visibility": Choice("visibility", Product.Visibility),
        "archived": Day("archived_at__date"),
        "key": Text("key"),
    }
    order = {"name": "name", "key": "key"}
    default_order = ("name", "pk")
    search = ("name", "key")


class LiaisonFilters(FilterLanguage):
    fields = {
        "product": Reference("product__key"),
        "department": Reference("department__code", mine="department_id"),
        "person": Person("user"),
        "backup": YesNo("is_backup"),
        "ended": Day("ended_on"),
    }
    default_order = ("-pk",)


class StandInFilters(FilterLanguage):
    fields = {
        "away": Person("away"),
        "stand_in": Person("stand_in"),
        "from": Day("from_on"),
        "to": Day("to_on"),
    }
    default_order = ("-pk",)
