"""The four kinds of 运营."""

from artifacts.catalog.operations.daily import DAILY_OPERATIONS, OPTIMISATION
from artifacts.catalog.operations.growth import GROWTH_PLAN, OPERATING_DATA

KINDS = (OPERATING_DATA, GROWTH_PLAN, DAILY_OPERATIONS, OPTIMISATION)
