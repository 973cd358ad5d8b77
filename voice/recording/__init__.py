"""Recording for bug reports: the sound and the decisions, only when the user asks for it."""
