"""The simulated room of a rehearsal: its person, its noises and its echo."""
