"""The journal: every event ever, on the disk."""
