"""Routes of this floor's endpoints."""

from __future__ import annotations

from django.urls import path

from conversations.api.comments import CommentViewSet, DecisionViewSet
from conversations.api.files import AttachmentViewSet
from conversations.api.finding import FeedView, SearchView
from conversations.api.notes import MeetingNoteViewSet, NoteTodoViewSet
from conversations.api.threads import LinkViewSet, ThreadViewSet

routes = [
    ("threads", ThreadViewSet, "thread"),
    ("comments", CommentViewSet, "comment"),
    ("decisions", DecisionViewSet, "decision"),
    ("attachments", AttachmentViewSet, "attachment"),
    ("meeting-notes", MeetingNoteViewSet, "meeting-note"),
    ("note-todos", NoteTodoViewSet, "note-todo"),
    ("links", LinkViewSet, "link"),
]
urlpatterns = [
    path("search/", SearchView.as_view(), name="search"),
    path("feed/", FeedView.as_view(), name="feed"),
]
