from requirements.models.customer import Customer
from requirements.models.requirement import Requirement
from requirements.models.saved_view import SavedView, ViewUse
from requirements.models.workflow import Status, Transition

__all__ = ["Customer", "Requirement", "SavedView", "Status", "Transition", "ViewUse"]
