from requirements.models.customer import Customer
from requirements.models.promise import Promise
from requirements.models.requirement import Requirement
from requirements.models.workflow import Status, Transition

__all__ = ["Customer", "Promise", "Requirement", "Status", "Transition"]
