"""The shape of what pages send about saved views."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.models import Department
from requirements.models import SavedView


class DepartmentsField(forms.ModelMultipleChoiceField):
    """Departments by their codes, to tick."""

    def __init__(self) -> None:
        super().__init__(
            Department.objects.filter(archived_at__isnull=True),
            to_field_name="code",
            label=_("Departments"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ShareForm(forms.Form):
    """``may_pin``: managers also choose everybody on the product."""

    sharing = forms.ChoiceField(
        label=_("Who sees it"), choices=SavedView.Sharing.choices, initial=SavedView.Sharing.PERSONAL
    )
    departments = DepartmentsField()

    def __init__(self, *args: Any, may_pin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_pin:
            offered = [choice for choice in SavedView.Sharing.choices if choice[0] != SavedView.Sharing.PINNED]
            self.fields["sharing"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField


class ViewForm(ShareForm):
    """The list as it is asked, and a name for it."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=30)
    query = forms.CharField(max_length=2_000, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Shown as"), choices=SavedView.Kind.choices, initial=SavedView.Kind.TABLE, widget=forms.HiddenInput
    )
    field_order = ("name", "sharing", "departments")


class ViewEditForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=30)
    position = forms.IntegerField(
        label=_("Place among the tabs"), min_value=1, max_value=10_000, required=False, help_text=_("1 stands first.")
    )
    query = forms.CharField(max_length=2_000, required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_position(self) -> int | None:
        """Left blank: as it is."""
        found: int | None = self.cleaned_data["position"]
        return found
