"""People and what proves who they are."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS

from accounts.pinyin import initials_of, pinyin_of


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def matching(self, text: str) -> Self:
        """People whose name, user name or pinyin holds ``text`` (the input method sends ``li'wen``)."""
        folded = text.strip().lower().replace("'", "").replace(" ", "")
        if not folded:
            return self
        return self.filter(
            models.Q(full_name__icontains=folded)
            | models.Q(username__istartswith=folded)
            | models.Q(pinyin__contains=folded)
            | models.Q(pinyin_initials__startswith=folded)
        )


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def matching(self, text: str) -> UserQuerySet:
        return self.get_queryset().matching(text)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, is_administrator=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # knox is untyped
    """One person. Being an administrator opens no private content."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Simplified Chinese")
        ENGLISH = "en", _("English")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    username = models.CharField(
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z", _("Letters, digits, dot, dash and underscore."))],
    )
    email = models.EmailField(blank=True, default="")
    full_name = models.CharField(max_length=60)
    job_title = models.CharField(max_length=60, blank=True, default="")
    pinyin = models.CharField(max_length=200, blank=True, default="", editable=False)
    pinyin_initials = models.CharField(max_length=60, blank=True, default="", editable=False)
    avatar = models.ImageField(upload_to="avatars/", blank=True)
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.CHINESE)
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    timezone = models.CharField(max_length=60, default="Asia/Shanghai")
    is_administrator = models.BooleanField(default=False)
    is_visitor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = UserManager()

    # The token that acts in this person's name in this request; events name it. Not a column.
    acting_token_id = ""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case_once"),
            models.UniqueConstraint(Lower("email"), name="user_email_once", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "full_name" in fields:
            self.pinyin, self.pinyin_initials = pinyin_of(self.full_name), initials_of(self.full_name)
        if fields is not None and "full_name" in fields:
            kwargs["update_fields"] = {*fields, "pinyin", "pinyin_initials"}
        super().save(*args, **kwargs)

    @property
    def is_staff(self) -> bool:
        """Django's word for those who may enter the back office."""
        return self.is_administrator

    @property
    def short_name(self) -> str:
        """The character an avatar shows: the family name of a Chinese name, else the first letter."""
        return (self.full_name or self.username)[:1].upper()

    @property
    def avatar_url(self) -> str:
        """Address of the picture, new with every picture; "" when there is none."""
        if not self.avatar:
            return ""
        return f"{reverse('person-avatar', args=[self.username])}?v={(self.avatar.name or '')[-12:-5]}"

    def get_full_name(self) -> str:
        return self.full_name


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self) -> Self:
        """Neither revoked nor expired."""
        not_expired = models.Q(expiry__isnull=True) | models.Q(expiry__gt=timezone.now())
        return self.filter(not_expired, revoked_at__isnull=True)


class ApiTokenManager(models.Manager["ApiToken"]):
    def get_queryset(self) -> ApiTokenQuerySet:
        return ApiTokenQuerySet(self.model, using=self._db)

    def live(self) -> ApiTokenQuerySet:
        return self.get_queryset().live()

    def create(  # type: ignore[override]  # knox's contract: the row and, this once, the text
        self, *, expiry: dt.timedelta | None = None, **fields: Any
    ) -> tuple[ApiToken, str]:
        digest, text = get_digest_token()
        moment = timezone.now() + expiry if expiry is not None else None
        key = text[: CONSTANTS.TOKEN_KEY_LENGTH]
        return super().create(digest=digest, token_key=key, expiry=moment, **fields), text


class ApiToken(AbstractAuthToken):
    """A program's key to one person's present rights: hashed, named, scoped, expiring.

    ``prefix_shown`` is what lists show; the token itself is shown once, when it is made.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.READ)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenManager()

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and (self.expiry is None or self.expiry > timezone.now())

    @property
    def prefix_shown(self) -> str:
        return self.token_key[:8]


class Invitation(models.Model):
    """A link that lets one person make their account. Only the hash of its secret is stored."""

    email = models.EmailField(blank=True, default="")
    full_name = models.CharField(max_length=60, blank=True, default="")
    secret_hash = models.CharField(max_length=64, unique=True)
    is_administrator = models.BooleanField(default=False)
    # What joining brings, read by the floor that knows (departments: {"departments": [[code, role]]}).
    grants = models.JSONField(default=dict)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_by = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        """Can somebody still join by it?"""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
