"""What happened: events, positions, outbox, jobs, the administration log (floor 0)."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events import event_kinds

        event_kinds.register_all()
