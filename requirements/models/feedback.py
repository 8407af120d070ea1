"""A raw ask from outside or from a department, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from conversations.models import Thread
from conversations.models.thread import sight_of
from departments.models import Department, Product
from requirements.models.customer import Customer
from requirements.models.requirement import Requirement
from requirements.models.workflow import Status

if TYPE_CHECKING:
    from accounts.models import User


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def visible_to(self, user: User) -> Self:
        """What hangs on threads this person sees; of one product found through sight, ``of`` is enough."""
        return self.filter(sight_of(user, "thread__"))

    def of(self, product: Product) -> Self:
        """All of a product the caller has found visible: who sees a product sees its feedback."""
        return self.filter(product=product)

    def new(self) -> Self:
        return self.filter(state=Feedback.State.NEW)

    def voices_for(self, requirement: Requirement) -> Self:
        """What was accepted into the requirement, and whatever says the same again."""
        return self.filter(Q(requirement=requirement) | Q(duplicate_of__requirement=requirement))

    def untold(self) -> Self:
        """Whose requirement is done, and nobody has told them yet."""
        done = Q(requirement__status__category=Status.Category.DONE)
        done |= Q(duplicate_of__requirement__status__category=Status.Category.DONE)
        return self.filter(done, told_at__isnull=True)

    def with_people(self) -> Self:
        return self.select_related(
            "thread",
            "product",
            "customer",
            "submitted_by",
            "department",
            "decided_by",
            "told_by",
            "requirement__thread",
            "requirement__product",
            "requirement__status",
            "duplicate_of__thread",
            "duplicate_of__product",
            "duplicate_of__requirement__status",
            "duplicate_of__requirement__thread",
            "duplicate_of__requirement__product",
        )

    def with_voices(self) -> Self:
        """``voices``: how many ask for the same, itself counted."""
        same = Feedback.objects.filter(duplicate_of=models.OuterRef("pk")).order_by().values("duplicate_of")
        counted = models.Subquery(same.annotate(count=models.Count("pk")).values("count"))
        return self.annotate(voices=Coalesce(counted, 0) + 1)


class Feedback(models.Model):
    """One ask, in the words of whoever brought it. Who sees the product sees it; its thread carries the talk."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("feedback", "New")
        ACCEPTED = "accepted", pgettext_lazy("feedback", "Accepted")
        DECLINED = "declined", pgettext_lazy("feedback", "Declined")
        DUPLICATE = "duplicate", pgettext_lazy("feedback", "Said before")
        ANSWERED = "answered", pgettext_lazy("feedback", "Answered")

    class Channel(models.TextChoices):
        PHONE = "phone", pgettext_lazy("channel", "Phone")
        VISIT = "visit", pgettext_lazy("channel", "Visit")
        CHAT = "chat", pgettext_lazy("channel", "Chat")
        EMAIL = "email", pgettext_lazy("channel", "E-mail")
        APP_STORE = "app-store", pgettext_lazy("channel", "App store")
        SURVEY = "survey", pgettext_lazy("channel", "Survey")
        MEETING = "meeting", pgettext_lazy("channel", "Meeting")
        OTHER = "other", pgettext_lazy("channel", "Other")

    class Severity(models.TextChoices):
        BLOCKING = "blocking", pgettext_lazy("severity", "Blocks the work")
        HIGH = "high", pgettext_lazy("severity", "High")
        MIDDLE = "middle", pgettext_lazy("severity", "Medium")
        LOW = "low", pgettext_lazy("severity", "Low")

    TONES = {State.NEW: "warn", State.ACCEPTED: "info", State.ANSWERED: "calm"}
    SEVERITY_TONES = {Severity.BLOCKING: "bad", Severity.HIGH: "warn"}

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="feedback")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="feedback")
    number = models.PositiveIntegerField()
    # Plain text, as it was said. The thread's title is its first line.
    words = models.TextField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, null=True, related_name="feedback")
    # Who said it on the customer's side; read by those who read the customer's name.
    contact = models.CharField(max_length=100, blank=True, default="")
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="")
    severity = models.CharField(max_length=8, choices=Severity.choices, blank=True, default="")
    # What may be lost with it, in yuan.
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    needed_on = models.DateField(null=True)
    # Its number in another system (a ticket), and where it stands there.
    outside_number = models.CharField(max_length=60, blank=True, default="")
    outside_address = models.URLField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=9, choices=State.choices, default=State.NEW)
    # Why it was declined, or what was answered.
    ground = models.TextField(blank=True, default="")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, related_name="feedback")
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submitted_feedback"
    )
    # The department it came through.
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # When the asker heard that it is there, and from whom.
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="feedback_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="feedback_has_words"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="feedback_amount_not_negative"
            ),
            # Each state with what belongs to it, and with nothing else.
            models.CheckConstraint(
                condition=(Q(state="accepted") & Q(requirement__isnull=False))
                | (~Q(state="accepted") & Q(requirement__isnull=True)),
                name="feedback_accepted_into_something",
            ),
            models.CheckConstraint(
                condition=(Q(state="duplicate") & Q(duplicate_of__isnull=False))
                | (~Q(state="duplicate") & Q(duplicate_of__isnull=True)),
                name="feedback_duplicate_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "answered"]) | ~Q(ground=""), name="feedback_refused_with_ground"
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")), name="feedback_not_its_own_double"
            ),
        ]
        indexes = [
            # The list of a product, newest first.
            models.Index(fields=["product", "-number"], name="feedback_by_number"),
            # The queue of triage, oldest first.
            models.Index(fields=["product", "number"], name="feedback_queue", condition=Q(state="new")),
            # My own, newest first; the last customer somebody brought in.
            models.Index(fields=["submitted_by", "-id"], name="feedback_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        return self.thread.title

    @property
    def reference(self) -> str:
        return f"{self.product.key}-F{self.number}"

    @property
    def tone(self) -> str:
        return self.TONES.get(self.State(self.state), "")

    @property
    def severity_tone(self) -> str:
        return self.SEVERITY_TONES.get(self.Severity(self.severity), "") if self.severity else ""

    @property
    def is_new(self) -> bool:
        return self.state == self.State.NEW

    @property
    def fulfilled_by(self) -> Requirement | None:
        """The requirement it went into, by itself or with the one it doubles."""
        return self.requirement or (self.duplicate_of.requirement if self.duplicate_of else None)

    @property
    def can_be_told(self) -> bool:
        """Its requirement is done, and whoever asked has not heard of it."""
        found = self.fulfilled_by
        return self.told_at is None and found is not None and found.status.category == Status.Category.DONE

    @property
    def reply(self) -> str:
        """What can be said to whoever asked, once it is done."""
        found = self.fulfilled_by
        words = {"title": self.title, "product": self.product.name, "requirement": found.title if found else ""}
        text = _("Hello! You told us: “%(title)s”. It is done in %(product)s now: %(requirement)s. Thank you!")
        return text % words
