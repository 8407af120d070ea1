"""The four kinds of 财务."""

from artifacts.catalog.finance.control import COST_CONTROL, FINANCIAL_REPORT
from artifacts.catalog.finance.planning import BUDGET, REVENUE_FORECAST

KINDS = (BUDGET, REVENUE_FORECAST, COST_CONTROL, FINANCIAL_REPORT)
