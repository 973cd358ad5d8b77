"""Speech output: texts and tones go in, blocks of sound for the loudspeaker come out.

Begin with `speaker.Speaker`, which decides what is said next and what is cut off for it. It has
each text rendered (`renderer`) by a `voice.Voice`, and plays the samples with `player.Player`.
The speech engine runs in a process of its own, so that it can hang or crash without harm:
`worker` is that process, `engine_process` starts and kills it. `cache` keeps what was rendered.
"""
