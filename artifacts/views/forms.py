"""The short forms of the verbs on an artifact's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from artifacts import kinds
from artifacts.declaration import MANAGERS, Kind
from artifacts.declaration import Receiver as Declared
from artifacts.models import Artifact, Receiver, SignOff
from artifacts.receivers import DEFAULT_RESPONSE_DAYS, MOST_RESPONSE_DAYS, ReceiverWish
from departments.models import Department

MOST_WORDS = 5_000


class VerbForm(forms.Form):
    """A form of one verb; ``cleaned_data`` are the keyword arguments of its action."""


class PlainAnswerForm(VerbForm):
    """已阅 and 同意: nothing to fill in but the version one has read."""

    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ConditionsForm(PlainAnswerForm):
    conditions = forms.CharField(max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].label = _("Conditions")
        self.fields["conditions"].help_text = _("One to a line; each stays an open point until it is closed.")

    def clean_conditions(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["conditions"].splitlines()]
        return [line for line in lines if line]


class GroundForm(PlainAnswerForm):
    ground = forms.CharField(max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].label = pgettext("return", "Ground")
        self.fields["ground"].help_text = _("What has to change before you can agree.")


def answer_form(answer: str, typed: Any, sign_off: SignOff) -> VerbForm:
    """The form of an answer. Raises ``Http404`` for a word that is no answer."""
    if answer not in SignOff.Answer.values:
        raise Http404
    chosen: dict[str, type[PlainAnswerForm]] = {
        SignOff.Answer.AGREED_WITH_CONDITIONS: ConditionsForm,
        SignOff.Answer.RETURNED: GroundForm,
    }
    return chosen.get(answer, PlainAnswerForm)(typed, initial={"content_hash": sign_off.version.content_hash})


class WordsForm(VerbForm):
    """One text: a question, its answer, how a point was settled."""

    words = forms.CharField(max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, is_required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        self.fields["words"].required = is_required


class PersonField(forms.ModelChoiceField):
    """A person picked by name or pinyin; the list itself comes from the picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.active().filter(is_visitor=False), to_field_name="username", **kwargs)
        self.widget = PeopleSelect()
        self.widget.choices = self.choices

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class PeopleSelect(forms.Select):
    """A select that shows only what is chosen; ``<pm-people>`` around it asks the server for more."""

    template_name = "artifacts/widgets/people_select.html"

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        chosen = [one for one in value if one]
        people = User.objects.active().filter(username__in=chosen)
        options = [
            self.create_option(name, person.username, person.full_name, True, index)
            for index, person in enumerate(people)
        ]
        return [(None, options, 0)]


class PersonForm(VerbForm):
    person = PersonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("Person")


class SignerForm(PersonForm):
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(None, required=False)

    def __init__(self, *args: Any, artifact: Artifact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        asked = artifact.receivers.exclude(department=None).values("department_id")
        field.queryset = Department.objects.filter(pk__in=asked)
        field.label = _("Department")
        field.help_text = _("Beside whose answer the person is asked.")
        field.required = True


class NewArtifactForm(VerbForm):
    kind = forms.ChoiceField()
    title = forms.CharField(max_length=200)
    release = forms.CharField(max_length=30, required=False)

    def __init__(self, *args: Any, offered: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {department.code: department.name for department in Department.objects.all()}
        grouped: dict[str, list[tuple[str, str]]] = {}
        for kind in offered:
            group = names.get(kind.department or "", _("Free"))
            grouped.setdefault(group, []).append((kind.slug, str(kind.name)))
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(grouped.items())
        field.label = _("Kind")
        self.fields["title"].label = _("Title")
        self.fields["release"].label = pgettext("document", "Release")
        self.fields["release"].help_text = _("Such as v3.2; may stay empty.")


class PublishForm(VerbForm):
    summary = forms.CharField(max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    draft_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    is_erratum = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].label = _("What changed")
        if self.initial.get("summary"):
            self.fields["summary"].help_text = _("Proposed from the differences; write it in your words.")
        self.fields["is_erratum"].label = _("Send as an erratum: nobody is asked again")


class SettingsForm(VerbForm):
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(max_length=200)
    release = forms.CharField(max_length=30, required=False)
    owner = PersonField()
    is_confidential = forms.BooleanField(required=False)

    def __init__(self, *args: Any, artifact: Artifact, **kwargs: Any) -> None:
        initial = {
            "revision": artifact.revision,
            "title": artifact.title,
            "release": artifact.release,
            "owner": artifact.owner.username,
            "is_confidential": artifact.is_confidential,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        labels = {
            "title": _("Title"),
            "release": pgettext("document", "Release"),
            "owner": _("Owner"),
            "is_confidential": _("Confidential: only managers, liaisons and leads of the departments named see it"),
        }
        for name, label in labels.items():
            self.fields[name].label = label


class ReceiverForm(VerbForm):
    """One party: not addressed, copied, or asked one of the two questions."""

    NOBODY = ""
    question = forms.ChoiceField(required=False)
    response_days = forms.IntegerField(min_value=1, max_value=MOST_RESPONSE_DAYS)
    may_lapse = forms.BooleanField(required=False)

    def __init__(
        self, typed: Any, *, department: Department | None, stored: Receiver | None, declared: Declared | None
    ) -> None:
        self.department = department
        code = department.code if department else "managers"
        # A party that is not addressed has what its kind declares, so that addressing it again loses nothing.
        usual = stored or declared
        initial = {
            "question": stored.question if stored else self.NOBODY,
            "response_days": usual.response_days if usual else DEFAULT_RESPONSE_DAYS,
            "may_lapse": usual.may_lapse if usual else False,
        }
        super().__init__(typed, prefix=code, initial=initial)
        question = self.fields["question"]
        assert isinstance(question, forms.ChoiceField)  # noqa: S101 - declared above
        question.choices = [(self.NOBODY, _("Not addressed")), *Receiver.Question.choices]
        question.label = self.party
        self.fields["response_days"].label = _("Working days")
        self.fields["may_lapse"].label = _("Taken as read when overdue")

    @property
    def party(self) -> str:
        return self.department.name if self.department else _("Product managers")

    def wish(self) -> ReceiverWish | None:
        """What the form asks for; None when the party is not addressed."""
        asked = self.cleaned_data["question"]
        if not asked:
            return None
        lapses = self.cleaned_data["may_lapse"] and asked == Receiver.Question.ACKNOWLEDGE
        return ReceiverWish(self.department, asked, self.cleaned_data["response_days"], lapses)


def receiver_formset(artifact: Artifact, typed: Any) -> list[ReceiverForm]:
    """A form for every department and one for the managers."""
    stored = {receiver.department_id: receiver for receiver in artifact.receivers.all()}
    parties: list[Department | None] = list(Department.objects.filter(archived_at__isnull=True))
    declared = {receiver.party: receiver for receiver in reversed(kinds.get(artifact.kind).receivers)}
    return [
        ReceiverForm(
            typed,
            department=one,
            stored=stored.get(one.pk if one else None),
            declared=declared.get(one.code if one else MANAGERS),
        )
        for one in [*parties, None]
    ]


class RedactionForm(VerbForm):
    """Which parts of a version have to go, and why."""

    parts = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = list(parts)
        field.label = _("What has to go")
        self.fields["reason"].label = _("Why")
        self.fields["reason"].help_text = _("An administrator reads this and confirms; there is no way back.")
