"""Django's PostgreSQL backend, which also counts what it has committed.

Named by ``ENGINE`` in the settings. Whoever wants to do a piece of work again has to know whether any of it
has been kept (``pmcomms.ground.database``); PostgreSQL does not say.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """``commits``: transactions this connection has committed so far."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commits = 0

    def commit(self) -> None:
        super().commit()
        self.commits += 1
