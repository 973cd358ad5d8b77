"""The assistant: it listens, follows the session and speaks.

Begin with `assistant`, which moves each block of sound; docs/architecture.md follows one from the
microphone to the loudspeaker. `live` runs it on real devices, `rehearsal` in a simulated room.
"""
