"""The organisation: departments, memberships, liaisons, stand-ins, products, calendar (floor 2)."""

from django.apps import AppConfig


class DepartmentsConfig(AppConfig):
    name = "departments"

    def ready(self) -> None:
        from departments import event_kinds, leaving, names, people_import, permissions, settings_entries
        from pmcomms.ground import filters

        event_kinds.register_all()
        leaving.register_all()
        names.register_all()
        people_import.register_all()
        settings_entries.register_all()
        filters.departments_of = permissions.department_ids_of
