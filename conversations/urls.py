"""Pages and fragments of what is said."""

from __future__ import annotations

from django.urls import path

from conversations.views import attachments, comments, following, internal, links, people, picking

urlpatterns = [
    path("threads/<int:pk>/comments/", comments.comment_list, name="comment-list"),
    path("threads/<int:pk>/comments/add/", comments.comment_add, name="comment-add"),
    path("comments/<int:pk>/", comments.comment_detail, name="comment-detail"),
    path("comments/<int:pk>/show/", comments.comment_show, name="comment-show"),
    path("comments/<int:pk>/composer/", comments.comment_composer, name="comment-composer"),
    path("comments/<int:pk>/form/", comments.comment_form, name="comment-form"),
    path("comments/<int:pk>/history/", comments.comment_history, name="comment-history"),
    path("comments/<int:pk>/decision/", comments.comment_decision, name="comment-decision"),
    path("comments/<int:pk>/reply/", comments.comment_reply, name="comment-reply"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment-edit"),
    path("comments/<int:pk>/delete/", comments.comment_delete, name="comment-delete"),
    path("comments/<int:pk>/resolve/", comments.comment_resolve, name="comment-resolve"),
    path("comments/<int:pk>/reopen/", comments.comment_reopen, name="comment-reopen"),
    path("comments/<int:pk>/react/", comments.comment_react, name="comment-react"),
    path("comments/<int:pk>/unreact/", comments.comment_unreact, name="comment-unreact"),
    path("comments/<int:pk>/decide/", comments.comment_decide, name="comment-decide"),
    path("decisions/<int:pk>/withdraw/", comments.decision_withdraw, name="decision-withdraw"),
    path("threads/<int:pk>/attachments/upload/", attachments.attachment_upload, name="attachment-upload"),
    path("attachments/<int:pk>/delete/", attachments.attachment_delete, name="attachment-delete"),
    path("attachments/<int:pk>/<str:name>", attachments.attachment_show, name="attachment-show"),
    path("threads/<int:pk>/watch-button/", following.watch_button, name="watch-button"),
    path("threads/<int:pk>/watch/", following.thread_watch, name="thread-watch"),
    path("threads/<int:pk>/unwatch/", following.thread_unwatch, name="thread-unwatch"),
    path("threads/<int:pk>/mute/", following.thread_mute, name="thread-mute"),
    path("threads/<int:pk>/read/", following.thread_read, name="thread-read"),
    path("threads/<int:pk>/readers/", following.thread_readers, name="thread-readers"),
    path("threads/<int:pk>/links/", links.link_list, name="link-list"),
    path("threads/<int:pk>/links/add/", links.link_add, name="link-add"),
    path("links/<int:pk>/remove/", links.link_remove, name="link-remove"),
    path("threads/<int:pk>/people/", people.grant_list, name="grant-list"),
    path("threads/<int:pk>/people/add/", people.grant_add, name="grant-add"),
    path("threads/<int:pk>/people/remove/", people.grant_remove, name="grant-remove"),
    path("threads/<int:pk>/internal/", internal.internal_panel, name="internal-panel"),
    path("threads/<int:pk>/internal/open/", internal.internal_open, name="internal-open"),
    path("mentions/", picking.mention_pick, name="mention-pick"),
    path("people/pick/", picking.people_pick, name="people-pick"),
]
