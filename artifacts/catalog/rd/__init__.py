"""The four kinds of 研发."""

from artifacts.catalog.rd.plan import TECHNICAL_PLAN
from artifacts.catalog.rd.prd import PRD
from artifacts.catalog.rd.quality import QUALITY
from artifacts.catalog.rd.schedule import SCHEDULE

KINDS = (PRD, TECHNICAL_PLAN, SCHEDULE, QUALITY)
