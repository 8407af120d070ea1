"""What waits for a person stays inside what they see; figures and feeds tell nothing of the rest."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from artifacts import todos
from artifacts.interface import answer_medians
from artifacts.models import Artifact, Receiver
from artifacts.receivers import ReceiverWish
from conversations import feed
from departments.models import StandIn
from tests.artifacts.making import answer_as, make_published, write
from tests.conftest import Cast


def confidential_of(cast: Cast) -> Artifact:
    wishes = [ReceiverWish(cast.finance, Receiver.Question.AGREE)]
    return make_published(cast, owner=cast.lu, is_confidential=True, receivers=wishes)


def test_standing_in_for_an_owner_shows_nothing_out_of_sight(cast: Cast) -> None:
    artifact = confidential_of(cast)
    answer_as(artifact, "finance", cast.lin, "returned", ground="金丝雀")
    assert any("金丝雀" in todo.title for todo in todos.todos(cast.lu))
    today = timezone.localdate()
    StandIn.objects.create(away=cast.lu, stand_in=cast.qin, from_on=today, to_on=today)
    assert not Artifact.objects.visible_to(cast.qin).filter(pk=artifact.pk).exists()
    assert todos.todos(cast.qin) == []


def test_what_is_hidden_moves_no_figure(cast: Cast) -> None:
    artifact = confidential_of(cast)
    sign_off = answer_as(artifact, "finance", cast.lin)
    artifact.sign_offs.update(created_at=sign_off.answered_at - dt.timedelta(days=4))
    assert answer_medians(cast.product, cast.finance, cast.chen) == (4.0, None)
    assert answer_medians(cast.product, cast.finance, cast.su) == (None, None)


def test_work_on_the_draft_is_no_news(cast: Cast) -> None:
    artifact = make_published(cast)
    write(artifact, cast.chen, "background", "<p>还没发出的草稿。</p>")
    kinds = {line.kind for line in feed.lines(cast.han, product=cast.product)}
    assert "artifact.published" in kinds and "artifact.edited" not in kinds
