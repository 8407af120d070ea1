"""Ground: the manners every page and endpoint share. Imports no app."""
