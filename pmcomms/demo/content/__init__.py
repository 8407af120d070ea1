"""The demo company's documents, as data: what ``seeding`` plays through the actions."""
