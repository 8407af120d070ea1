"""Forms of people, departments, products, stand-ins and the calendar. No rule of the domain lives here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from departments import kinds_registry
from departments.models import Department, Liaison, Membership, Product, ProductRole


def colleagues() -> QuerySet[User]:
    """Everybody who can hold an office, by name."""
    return User.objects.active().filter(is_visitor=False).order_by("pinyin", "pk")


def refusal(form: forms.BaseForm) -> ValidationError:
    """What a form without a page of its own has against its input."""
    return ValidationError({name: [str(text) for text in texts] for name, texts in form.errors.items()})


class PersonSelect(forms.Select):
    """A plain select; with JavaScript a field that finds people by name and pinyin."""

    template_name = "departments/person_select.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = reverse_lazy("person-pick")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "url": self.url}


class PersonField(forms.ModelChoiceField):
    """A colleague, by user name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Person"))
        super().__init__(
            queryset=User.objects.none(), to_field_name="username", widget=PersonSelect(), empty_label="", **kwargs
        )

    def __deepcopy__(self, memo: Any) -> PersonField:
        field: PersonField = super().__deepcopy__(memo)
        field.queryset = colleagues()
        return field

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}（{obj.username}）"


class PersonForm(forms.Form):
    """What administrators keep of a person; ``username`` only while adding."""

    full_name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Letters, digits, dot, dash and underscore. It stays."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=60, required=False)
    is_administrator = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("Manages people, departments and settings. Opens no private content."),
    )
    is_visitor = forms.BooleanField(
        label=_("Visitor"), required=False, help_text=_("Sees only the documents that name them.")
    )


class AddPersonForm(PersonForm):
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("No department yet"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(archived_at__isnull=True)  # type: ignore[attr-defined]  # a ModelChoiceField


class EditPersonForm(PersonForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"]


class PeopleFileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("Columns: 姓名, 用户名, 邮箱, 部门, 角色, 职位. UTF-8 or GB18030, up to 2 MB."),
        widget=forms.FileInput({"accept": ".csv,text/csv,text/plain"}),
    )


class HandOverForm(forms.Form):
    successor = PersonField(label=_("Who takes over"))
    names = forms.MultipleChoiceField(label=_("What"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField
        self.fields["names"].initial = [name for name, _label in choices]


class MembershipForm(forms.Form):
    user = PersonField()
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["code", "name_zh", "name_en", "color", "icon", "ordering"]
        labels = {
            "code": _("Code of the department"),
            "name_zh": _("Chinese name"),
            "name_en": _("English name"),
            "color": _("Colour"),
            "icon": _("Icon"),
            "ordering": _("Place in lists"),
        }
        help_texts = {
            "code": _("Small letters, digits and dashes; it stays."),
            "icon": _("A name from lucide.dev, such as scale."),
        }
        widgets = {"color": forms.TextInput({"type": "color"})}


class EditDepartmentForm(DepartmentForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta(DepartmentForm.Meta):
        fields = ["name_zh", "name_en", "color", "icon", "ordering"]


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        fields = ["key", "name", "description", "color", "visibility", "preset"]
        labels = {
            "key": _("Key"),
            "name": _("Product name"),
            "description": _("Description"),
            "color": _("Colour"),
            "visibility": _("Visibility"),
            "preset": _("Kinds switched on"),
        }
        help_texts = {"key": _("Stands in every reference, such as CLB-D12; it stays.")}
        widgets = {
            "color": forms.TextInput({"type": "color"}),
            "description": forms.Textarea({"rows": 3}),
            "key": forms.TextInput({"autocapitalize": "characters", "spellcheck": "false"}),
        }

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).upper()


class EditProductForm(ProductForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta(ProductForm.Meta):
        fields = ["name", "description", "color", "visibility"]


class KindsForm(forms.Form):
    """Either a preset (its button was pressed) or the kinds ticked."""

    preset = forms.ChoiceField(choices=Product.Preset.choices, required=False)
    kinds = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = kinds_registry.all_entries()
        self.fields["kinds"].choices = [(entry.slug, entry.name) for entry in entries]  # type: ignore[attr-defined]  # a MultipleChoiceField


class ProductRoleForm(forms.Form):
    user = PersonField()
    role = forms.ChoiceField(label=_("Role"), choices=ProductRole.Role.choices, initial=ProductRole.Role.VIEWER)


class LiaisonForm(forms.Form):
    department = forms.ModelChoiceField(queryset=Department.objects.all(), to_field_name="code")
    user = PersonField()
    is_backup = forms.BooleanField(label=_("Backup"), required=False)


class BackupForm(forms.ModelForm):
    class Meta:
        model = Liaison
        fields = ["is_backup"]


class StandInForm(forms.Form):
    away = PersonField(label=_("Who is away"))
    stand_in = PersonField(label=_("Who stands in"))
    from_on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    to_on = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Reason"), max_length=100, required=False)


class CalendarDayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    is_working = forms.TypedChoiceField(
        label=_("It is"),
        choices=[("yes", _("a working day")), ("no", _("a day off"))],
        coerce=lambda value: value == "yes",
    )
    name = forms.CharField(label=_("Occasion"), max_length=60, required=False)
