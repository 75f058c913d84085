"""The demo year: invented people and events, built through the services day by day."""
