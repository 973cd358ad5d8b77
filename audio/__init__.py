"""Sound: the microphone and the loudspeaker, sound files, and the removal of Floe's own voice.

Everything here works on blocks of 20 ms at 16 kHz, 16-bit and mono. Begin reading with
`audio.sound`, which defines the block and the device that exchanges blocks. `audio.stream` is that
device live; `audio.echo` and then `audio.gain` are what a block heard goes through before it is
recognised. All public names may be imported from outside. Of Floe, the package itself imports
nothing but `floe`.
"""
