"""The four kinds of 市场."""

from artifacts.catalog.marketing.analysis import MARKET_ANALYSIS, USER_RESEARCH
from artifacts.catalog.marketing.promotion import LAUNCH_EVENT, PROMOTION_STRATEGY

KINDS = (MARKET_ANALYSIS, USER_RESEARCH, PROMOTION_STRATEGY, LAUNCH_EVENT)
