"""The shape of what the table sends: one cell, and one change for many rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requirements.forms.requirements import LabelsField, MoveForm, RequirementForm
from requirements.models import Requirement
from requirements.workflows import Move


def value_of(requirement: Requirement, field: str) -> Any:
    """What the control of a field begins with."""
    if field == "assignee":
        return requirement.assignee.username if requirement.assignee else ""
    return requirement.points_label if field == "points" else getattr(requirement, field)


class CellForm(RequirementForm):
    """One field of a requirement, with the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, *args: Any, requirement: Requirement, field: str, initial: dict[str, Any] | None, **kwargs: Any
    ) -> None:
        begins = {field: value_of(requirement, field), "revision": requirement.revision} | (initial or {})
        auto_id = f"cell-{requirement.reference}-%s"
        super().__init__(*args, product=requirement.product, initial=begins, auto_id=auto_id, **kwargs)
        for name in set(self.fields) - {field, "revision"}:
            del self.fields[name]
        widget = self.fields[field].widget
        widget.attrs |= {"aria-label": str(self.fields[field].label), "autofocus": True}


class StepForm(MoveForm):
    """The steps open to this person; ``ground`` is shown where a chosen one asks for it."""

    field_order = ("to", "ground", "seen")

    def __init__(self, *args: Any, requirement: Requirement, moves: Sequence[Move], **kwargs: Any) -> None:
        steps = [one.to.name for one in moves if not one.missing]
        initial = {"seen": requirement.status.name}
        super().__init__(*args, initial=initial, auto_id=f"cell-{requirement.reference}-%s", **kwargs)
        self.fields["to"].widget = forms.Select(choices=[(step, step) for step in steps])
        self.fields["to"].widget.attrs |= {"aria-label": str(_("Move to")), "autofocus": True}
        if not any(one.needs_ground for one in moves):
            self.fields["ground"].widget = forms.HiddenInput()
        else:
            self.fields["ground"].widget = forms.TextInput(
                attrs={"placeholder": str(_("Why, where the step asks for it")), "aria-label": str(_("Why"))}
            )


class BulkForm(RequirementForm):
    """What many get at once: what is left as it is says so, and is not sent on."""

    KEEP = "keep"

    status = forms.ChoiceField(label=_("Status"), required=False)
    ground = forms.CharField(
        label=_("Why"), max_length=2_000, required=False, help_text=_("For steps that ask for a ground.")
    )
    add_labels = LabelsField(
        label=_("Labels to add"), max_length=700, required=False, help_text=_("Separate them by commas.")
    )
    remove_labels = LabelsField(label=_("Labels to take off"), max_length=700, required=False)
    clear = forms.MultipleChoiceField(
        label=_("Empty"),
        required=False,
        choices=[("assignee", _("Assignee")), ("due_on", _("Due on")), ("parent", _("Parent"))],
        widget=forms.CheckboxSelectMultiple,
    )
    archive = forms.BooleanField(label=_("Archive them"), required=False)
    field_order = (
        "priority", "status", "ground", "assignee", "due_on", "parent", "add_labels", "remove_labels", "clear",
        "archive",
    )  # fmt: skip

    def __init__(self, *args: Any, steps: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "type", "department", "points", "starts_on", "labels"):
            del self.fields[name]
        kept = [("", _("As it is"))]
        self.fields["priority"] = forms.ChoiceField(
            label=_("Priority"), required=False, choices=[*kept, *Requirement.Priority.choices]
        )
        self.fields["status"].choices = [*kept, *((step, step) for step in steps)]  # type: ignore[attr-defined]  # a ChoiceField
        self.order_fields(self.field_order)

    def changes(self) -> dict[str, Any]:
        """Only what was asked for; ``clear`` empties a field."""
        wanted = {name: value for name, value in self.cleaned_data.items() if value and name != "clear"}
        return wanted | dict.fromkeys(self.cleaned_data["clear"])
