"""Simulated acoustics: speech in noise, in a room, and at a laptop that talks itself.

`mixture` puts speech into noise at a known ratio, `room` adds a room's reverberation, and
`simulated_room` is a loop from a loudspeaker to a microphone. `bench` measures in these, and
`models.training` tunes in them, so that both mean the same by decibels and metres.
"""
