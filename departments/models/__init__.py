from departments.models.calendar import CalendarDay
from departments.models.department import Department, Membership, StandIn
from departments.models.product import Liaison, Product, ProductRole

__all__ = ["CalendarDay", "Department", "Liaison", "Membership", "Product", "ProductRole", "StandIn"]
