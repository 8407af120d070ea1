"""The four kinds of 销售."""

from artifacts.catalog.sales.material import CUSTOMER_NEEDS, SALES_MATERIAL
from artifacts.catalog.sales.targets import CUSTOMER_CARE, SALES_TARGETS

KINDS = (SALES_MATERIAL, CUSTOMER_NEEDS, SALES_TARGETS, CUSTOMER_CARE)
