"""The acoustic echo canceller: it removes Floe's own voice from what the microphone hears.

Begin reading with `audio.echo.canceller`, whose `EchoCanceller` is all that the rest of Floe needs.
It joins a linear canceller (`linear`, with `delay`, `drift`, `kalman` and `delayline`), a detector
of somebody who talks meanwhile (`doubletalk`, with `features` and `network`) and a measure of how
well the echo is removed (`erle`). Samples are float32 with full scale at 1.0 throughout.
"""
