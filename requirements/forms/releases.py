"""The shape of what pages about releases send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.models import Product
from requirements.forms.requirements import day_field
from requirements.models import Release, Requirement


class NewReleaseForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=30, widget=forms.TextInput(attrs={"placeholder": "v3.2"})
    )
    goal = forms.CharField(label=_("Goal"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    starts_on = day_field(_("Starts on"))
    ships_on = day_field(_("Ships on"))
    capacity = forms.DecimalField(
        label=_("Capacity"),
        max_digits=7,
        decimal_places=2,
        min_value=1,
        required=False,
        help_text=_("Story points that fit in. Once it is full, whoever puts more in names what leaves."),
    )


class EditReleaseForm(NewReleaseForm):
    stage = forms.ChoiceField(label=_("Stage"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("name", "stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(stage.value, stage.label) for stage in Release.OPEN]
        self.fields["stage"] = forms.ChoiceField(label=_("Stage"), choices=stages)
        self.order_fields(self.field_order)


class ShipForm(forms.Form):
    shipped_on = day_field(_("Shipped on"))
    rest_to = forms.ModelChoiceField(
        Release.objects.none(),
        label=_("What is not finished goes to"),
        required=False,
        empty_label=_("Back to the pool"),
        to_field_name="name",
    )

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = (
            Release.objects.open().filter(product=release.product).exclude(pk=release.pk).order_by("ships_on", "pk")
        )
        field: forms.ModelChoiceField[Release] = self.fields["rest_to"]  # type: ignore[assignment]
        field.queryset = others


class CancelForm(forms.Form):
    ground = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ScheduleForm(forms.Form):
    """Into which release; why, where it is frozen; and what leaves for it, where it is full."""

    release = forms.ModelChoiceField(
        Release.objects.none(),
        label=pgettext_lazy("of a product", "Release"),
        required=False,
        empty_label=_("Not in a release"),
        to_field_name="name",
    )
    displaced = forms.CharField(
        label=_("What leaves for it"),
        max_length=30,
        required=False,
        help_text=_("Only for a full release: the number of a requirement in it."),
        widget=forms.TextInput(attrs={"placeholder": "CLB-12", "autocomplete": "off"}),
    )
    ground = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        required=False,
        help_text=_("Required once the scope is frozen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        field: forms.ModelChoiceField[Release] = self.fields["release"]  # type: ignore[assignment]
        field.queryset = Release.objects.open().filter(product=product).order_by("ships_on", "pk")

    def clean_displaced(self) -> Requirement | None:
        text = self.cleaned_data["displaced"].strip().upper()
        if not text:
            return None
        found = Requirement.objects.of(self.product).with_people().filter(thread__reference=text).first()
        if found is None:
            raise forms.ValidationError(_("There is no requirement of this number on the product."), code="unknown")
        return found
