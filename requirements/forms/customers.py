"""The shape of what pages of customers and promises send. No domain rules: those are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from departments.forms import PersonField
from departments.models import Product
from requirements.forms.requirements import day_field
from requirements.models import Customer, Requirement

NOTHING = ("", "–")


class CustomerForm(forms.Form):
    """What a customer is given; only the name is required."""

    name = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    segment = forms.ChoiceField(label=_("Segment"), choices=[NOTHING, *Customer.Segment.choices], required=False)
    region = forms.CharField(label=_("Region"), max_length=40, required=False)
    owner = PersonField(label=_("Looked after by"), required=False)
    yearly_value = forms.DecimalField(
        label=_("Yearly value"), max_digits=14, decimal_places=2, min_value=0, required=False, help_text=_("In yuan.")
    )
    renews_on = day_field(_("Renews on"))
    health = forms.ChoiceField(label=_("Health"), choices=[NOTHING, *Customer.Health.choices], required=False)


class CustomerEditForm(CustomerForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _reference(product: Product, text: str) -> Requirement | None:
    """A requirement of the product by its number; one out of sight is as unknown as none."""
    text = text.strip().upper()
    if not text:
        return None
    found = Requirement.objects.of(product).with_people().filter(thread__reference=text).first()
    if found is None:
        raise forms.ValidationError(_("There is no requirement of this number on the product."), code="unknown")
    return found


class LinkForm(forms.Form):
    requirement = forms.CharField(
        label=_("Requirement"),
        max_length=30,
        required=False,
        help_text=_("The number of the requirement that will keep it; blank: none yet."),
        widget=forms.TextInput(attrs={"placeholder": "CLB-12", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product

    def clean_requirement(self) -> Requirement | None:
        return _reference(self.product, self.cleaned_data["requirement"])


class AskForm(LinkForm):
    """「能答应吗？」: what a customer wants to hear, and by when."""

    customer = forms.ModelChoiceField(
        Customer.objects.live().order_by("name"), label=_("Customer"), empty_label=_("Choose")
    )
    wording = forms.CharField(
        label=_("What is promised"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it is said to the customer, without their name: everybody who sees the product reads it."),
    )
    due_on = day_field(_("Wished by"))
    field_order = ("customer", "wording", "due_on", "promised_on", "valid_to_on", "requirement")


class NewForm(AskForm):
    """A promise given directly."""

    due_on = day_field(_("Due on"))
    promised_on = day_field(_("Said on"))
    valid_to_on = day_field(_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True


class EditForm(forms.Form):
    wording = forms.CharField(label=_("What is promised"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    promised_on = day_field(_("Said on"))
    due_on = day_field(_("Due on"))
    valid_to_on = day_field(_("Valid until"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class GiveForm(forms.Form):
    due_on = day_field(_("Due on"))
    valid_to_on = day_field(_("Valid until"))


class GroundForm(forms.Form):
    ground = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(forms.Form):
    ground = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}))
