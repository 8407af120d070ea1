"""What is said: threads, comments, meeting notes, files, watchers, trace links, search (floor 3)."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from conversations import event_kinds, feed, subjects
        from conversations.actions import leaving

        event_kinds.register_all()
        subjects.register_all()
        feed.register_all()
        leaving.register_all()
