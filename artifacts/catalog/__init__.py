"""The declarations, one module per department. A new kind goes into the module of its department."""

from artifacts.catalog import general, rd
from artifacts.declaration import Kind

DECLARED: tuple[Kind, ...] = (
    *rd.KINDS,
    *general.KINDS,
)
