"""The four kinds of 客服."""

from artifacts.catalog.support.guides import MANUALS, TROUBLESHOOTING
from artifacts.catalog.support.service import AFTER_SALES, FEEDBACK_ANALYSIS

KINDS = (MANUALS, TROUBLESHOOTING, FEEDBACK_ANALYSIS, AFTER_SALES)
