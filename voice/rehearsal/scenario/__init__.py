"""Scenarios: what a simulated person says, when, and what must follow."""
