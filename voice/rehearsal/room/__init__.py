"""The simulated room of a rehearsal: its person, its noises, its loudspeaker and its reverberation.

Begin reading with `voice.rehearsal.room.room`, whose `Room` stands in for the sound devices.
"""
