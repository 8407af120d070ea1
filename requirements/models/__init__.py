from requirements.models.requirement import Requirement
from requirements.models.workflow import Status, Transition

__all__ = ["Requirement", "Status", "Transition"]
