"""The declarations, one module per department. A new kind goes into the module of its department."""

from artifacts.catalog import finance, general, marketing, operations, rd, sales, support
from artifacts.declaration import Kind

DECLARED: tuple[Kind, ...] = (
    *rd.KINDS,
    *marketing.KINDS,
    *sales.KINDS,
    *support.KINDS,
    *finance.KINDS,
    *operations.KINDS,
    *general.KINDS,
)
