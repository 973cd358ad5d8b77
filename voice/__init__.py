"""The assistant: it listens, follows the session and speaks."""
