"""The session as a pure state machine: intents and time in, acts out; and its journal."""
