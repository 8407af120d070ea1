"""The demo company 星河软件: believable content, written through the actions, and its one-click entry."""
