"""The shape of what pages send. No domain rules: those are the actions'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from conversations.actions.comments import MAX_SOURCE
from conversations.discussions import read_anchor


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
        label=_("Comment"), max_length=MAX_SOURCE, widget=forms.Textarea(attrs={"rows": 4}), strip=False
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
