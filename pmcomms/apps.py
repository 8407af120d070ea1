"""The roof: settings, routes, the demo company."""

from django.apps import AppConfig


class PmcommsConfig(AppConfig):
    name = "pmcomms"

    def ready(self) -> None:
        # Whoever rings a task must ring this application, in every thread.
        import pmcomms.celery  # noqa: F401 - imported for what it registers
