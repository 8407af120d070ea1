"""The organisation: departments, memberships, liaisons, stand-ins, products, calendar (floor 2)."""

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    name = "departments"
