"""What the tests of this floor share: a thread between 产品, 财务 and 研发."""

from __future__ import annotations

import pytest

from conversations import search
from conversations.models import Thread
from tests import make
from tests.conftest import Cast


@pytest.fixture
def thread(cast: Cast) -> Thread:
    """Open to 财务 and 研发; 苏晴 of 市场 is the stranger."""
    made = make.make_thread(cast.product, cast.chen, cast.finance, cast.rd, title="批量导出对账单")
    search.put(made, "title", search.title_text(made))
    return made
