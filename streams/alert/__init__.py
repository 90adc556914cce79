"""Alerting: from the events of articles to incidents, and from incidents to revised alerts."""
