"""Delivery: alerts on their way to people, outside the agents, so that no channel slows them."""
