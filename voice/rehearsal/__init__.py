"""Whole sessions with a simulated person, in a simulated room, on the audio's own clock."""
