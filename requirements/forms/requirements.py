"""The shape of what pages send. No domain rules: those are the actions'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from departments.forms import PersonField
from departments.models import Department, Product
from requirements.models import Requirement

LONGEST_TEXT = 50_000


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class LabelsField(forms.CharField):
    """Words with commas, full-width ones and 、 too."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        for sign in "，、;；":
            text = text.replace(sign, ",")
        return [word.strip() for word in text.split(",") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class RequirementForm(forms.Form):
    """What a requirement is given; only the title is required."""

    title = forms.CharField(label=_("Title"), max_length=200)
    type = forms.ChoiceField(label=_("Type"), choices=Requirement.Type.choices, initial=Requirement.Type.STORY)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Requirement.Priority.choices, initial=Requirement.Priority.P2
    )
    assignee = PersonField(label=_("Assignee"), required=False)
    department = forms.ModelChoiceField(
        Department.objects.filter(archived_at__isnull=True),
        to_field_name="code",
        label=_("Asked for by"),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    parent = forms.CharField(
        label=_("Parent"),
        max_length=30,
        required=False,
        help_text=_("The number of an epic, a feature or a story it belongs to."),
        widget=forms.TextInput(attrs={"placeholder": "CLB-12", "autocomplete": "off"}),
    )
    points = forms.DecimalField(label=_("Story points"), max_digits=6, decimal_places=2, min_value=0, required=False)
    starts_on = day_field(_("Starts on"))
    due_on = day_field(_("Due on"))
    labels = LabelsField(label=_("Labels"), max_length=700, required=False, help_text=_("Separate them by commas."))

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product

    def clean_parent(self) -> Requirement | None:
        """A requirement of the product by its number; one out of sight is as unknown as none."""
        text = self.cleaned_data["parent"].strip().upper()
        if not text:
            return None
        rows = Requirement.objects.of(self.product).with_people()
        found = rows.filter(thread__reference=text).first()
        if found is None:
            raise forms.ValidationError(_("There is no requirement of this number on the product."), code="unknown")
        return found


class EditForm(RequirementForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NewForm(RequirementForm):
    description = forms.CharField(
        label=_("Description"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Markdown. The rich editor opens once the requirement is there."),
    )
    field_order = ("title", "description")


class LinesForm(forms.Form):
    text = forms.CharField(
        label=_("One requirement to a line"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Paste them as they are: bullets and numbers in front are taken off."),
    )
    type = forms.ChoiceField(label=_("Type"), choices=Requirement.Type.choices, initial=Requirement.Type.STORY)


class MoveForm(forms.Form):
    """To which step, from which one seen, and why where the move asks for it.

    ``steps``: offered to choose from, where none was chosen yet.
    """

    to = forms.CharField(label=_("Move to"), max_length=30, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    ground = forms.CharField(label=_("Why"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, steps: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if steps:
            self.fields["to"].widget = forms.Select(choices=[(step, step) for step in steps])
