"""The shape of what pages send. No domain rules: those are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conversations.actions.comments import MAX_SOURCE
from conversations.discussions import read_anchor
from departments.models import Department


class CommentForm(forms.Form):
    """What the composer sends."""

    body = forms.CharField(max_length=MAX_SOURCE, strip=False, required=False)
    anchor = forms.CharField(max_length=140, required=False)
    quote = forms.CharField(max_length=5000, required=False)
    version = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def checked(self) -> dict[str, Any]:
        """The arguments of ``comments.add``; raises ``ValidationError``."""
        if not self.is_valid():
            raise ValidationError(self.errors.as_data())
        anchor, key = read_anchor(self.cleaned_data["anchor"])
        return {
            "source": self.cleaned_data["body"],
            "anchor": anchor,
            "anchor_key": key,
            "quote": self.cleaned_data["quote"],
            "version": self.cleaned_data["version"],
        }


class EditForm(forms.Form):
    body = forms.CharField(
        label=_("Comment"),
        max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 4, "class": "composer__text"}),
        strip=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class DecisionForm(forms.Form):
    text = forms.CharField(
        label=_("Conclusion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Why it was decided so: a number, a document, who said it."),
    )


class GrantForm(forms.Form):
    """A person to name on a thread; a visitor needs a last day."""

    person = forms.ModelChoiceField(
        User.objects.active(), to_field_name="username", label=_("Person"), widget=forms.Select
    )
    until_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day; visitors always need one."),
    )
    can_upload = forms.BooleanField(label=_("A visitor may upload files"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The picker fills the options while somebody types; only the chosen one is rendered.
        chosen = self.data.get("person", "")
        people = User.objects.active().filter(username=chosen) if chosen else User.objects.none()
        self.fields["person"].widget.choices = [(person.username, str(person)) for person in people]


class NoteForm(forms.Form):
    """What stands above the minutes. Departments and people are those the writer may choose from."""

    title = forms.CharField(label=_("Title"), max_length=200)
    held_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )
    departments = forms.ModelMultipleChoiceField(
        Department.objects.filter(archived_at__isnull=True),
        to_field_name="code",
        label=_("Departments concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their members see this note, and so do the product's managers and who was there."),
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.active().filter(is_visitor=False),
        to_field_name="username",
        label=_("Who was there"),
        required=False,
        widget=forms.SelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.getlist("people") if hasattr(self.data, "getlist") else []
        names = chosen or [person.username for person in self.initial.get("people", [])]
        people = User.objects.active().filter(username__in=names) if names else User.objects.none()
        self.fields["people"].widget.choices = [(person.username, str(person)) for person in people]


class NewNoteForm(NoteForm):
    minutes = forms.CharField(
        label=_("Minutes"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Paste them as they are. A line like “@Han 11-28 …” becomes a to-do with one tap."),
    )


class NoteEditForm(NoteForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TodoForm(forms.Form):
    text = forms.CharField(label=_("What is to be done"), max_length=500)
    assignee = forms.ModelChoiceField(
        User.objects.active().filter(is_visitor=False), to_field_name="username", label=_("By whom")
    )
    due_on = forms.DateField(
        label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    block_id = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("assignee") or self.initial.get("assignee", "")
        people = User.objects.active().filter(username=chosen) if chosen else User.objects.none()
        self.fields["assignee"].widget.choices = [("", "")] + [(person.username, str(person)) for person in people]
