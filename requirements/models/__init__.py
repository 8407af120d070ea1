from requirements.models.customer import Customer
from requirements.models.feedback import Feedback
from requirements.models.promise import Promise
from requirements.models.release import Release
from requirements.models.requirement import Requirement
from requirements.models.saved_view import SavedView, ViewUse
from requirements.models.workflow import Status, Transition

__all__ = [
    "Customer",
    "Feedback",
    "Promise",
    "Release",
    "Requirement",
    "SavedView",
    "Status",
    "Transition",
    "ViewUse",
]
