from conversations.models.attachment import Attachment
from conversations.models.comment import Comment, CommentEdit, Mention, Reaction
from conversations.models.note import Decision, MeetingNote, NoteTodo
from conversations.models.search import SearchEntry
from conversations.models.thread import ReadReceipt, Thread, ThreadPerson, TraceLink, Watcher

__all__ = [
    "Attachment",
    "Comment",
    "CommentEdit",
    "Decision",
    "MeetingNote",
    "Mention",
    "NoteTodo",
    "Reaction",
    "ReadReceipt",
    "SearchEntry",
    "Thread",
    "ThreadPerson",
    "TraceLink",
    "Watcher",
]
