"""The shape of what the pages of feedback send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from departments.models import Product
from departments.permissions import products_visible_to
from requirements.customers import sees_names
from requirements.models import Customer, Feedback, Requirement

LONGEST_WORDS = 20_000
BLANK: tuple[str, Any] = ("", "–")


class LogForm(forms.Form):
    """Only the words are required. ``customer`` only for those who read the names of customers."""

    product = forms.ModelChoiceField(Product.objects.none(), to_field_name="key", label=_("Product"), empty_label=None)
    words = forms.CharField(
        label=_("What was said"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )
    customer = forms.CharField(
        label=_("Customer"),
        max_length=100,
        required=False,
        help_text=_("One who is not here yet is added."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "customer-options"}),
    )
    contact = forms.CharField(label=_("Who said it there"), max_length=100, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[BLANK, *Feedback.Channel.choices], required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=[BLANK, *Feedback.Severity.choices], required=False)
    amount = forms.DecimalField(
        label=_("Amount at stake (¥)"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    needed_on = forms.DateField(
        label=_("Wanted by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    outside_number = forms.CharField(label=_("Number elsewhere (ticket)"), max_length=60, required=False)
    outside_address = forms.URLField(
        label=_("Its address there"), max_length=500, required=False, assume_scheme="https"
    )

    MORE = (
        "contact",
        "channel",
        "severity",
        "amount",
        "needed_on",
        "outside_number",
        "outside_address",
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = forms.ModelChoiceField(
            products_visible_to(person).live(), to_field_name="key", label=_("Product"), empty_label=None
        )
        self.fields["product"] = products
        self.order_fields(["product"])
        if not sees_names(person):
            del self.fields["customer"]

    @property
    def more(self) -> list[forms.BoundField]:
        """What waits behind 「更多」."""
        return [self[name] for name in self.MORE]

    @property
    def has_more(self) -> bool:
        """Something behind it is filled in or wrong."""
        return any(self[name].value() or self[name].errors for name in self.MORE)


class AcceptForm(forms.Form):
    """Into an existing requirement by its number, or a new one of this title."""

    requirement = forms.CharField(
        label=_("Into an existing requirement"),
        max_length=30,
        required=False,
        help_text=_("Its number. Leave it empty for a new one."),
        widget=forms.TextInput(attrs={"placeholder": "CLB-12", "autocomplete": "off"}),
    )
    title = forms.CharField(label=_("Title of the new one"), max_length=200, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=Requirement.Type.choices, initial=Requirement.Type.STORY)

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": feedback.title})
        super().__init__(*args, **kwargs)
        self.feedback = feedback

    def clean_requirement(self) -> Requirement | None:
        text = self.cleaned_data["requirement"].strip().upper()
        if not text:
            return None
        rows = Requirement.objects.of(self.feedback.product).with_people()
        found = rows.filter(thread__reference=text).first()
        if found is None:
            raise forms.ValidationError(_("There is no requirement of this number on the product."), code="unknown")
        return found


class DuplicateForm(forms.Form):
    original = forms.CharField(
        label=_("Said before in"),
        max_length=30,
        help_text=_("The number of the feedback that said it first."),
        widget=forms.TextInput(attrs={"placeholder": "CLB-F12", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feedback = feedback

    def clean_original(self) -> Feedback:
        text = self.cleaned_data["original"].strip().upper()
        found = Feedback.objects.of(self.feedback.product).filter(thread__reference=text).first()
        if found is None:
            raise forms.ValidationError(_("There is no feedback of this number on the product."), code="unknown")
        return found


class GroundForm(forms.Form):
    """Why not, or the answer."""

    ground = forms.CharField(label=_("Why"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feedback = feedback


class DeclineForm(GroundForm):
    pass


class AnswerForm(GroundForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].label = pgettext_lazy("feedback", "Answer")


def last_customer_of(person: User) -> Customer | None:
    """The customer this person brought in last."""
    rows = Feedback.objects.filter(submitted_by=person, customer__isnull=False).select_related("customer")
    found = rows.order_by("-pk").first()
    return found.customer if found else None
