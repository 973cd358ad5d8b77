"""Trains and tunes what Floe listens with. Nothing of it is needed to run Floe.

- `python -m models.training --speech DIR --out DIR` trains the bundled English acoustic model.
  Begin with `recipe`, which names every stage.
- `python -m models.training.detector SPEECH` trains the network that notices who talks over Floe,
  on scenes that `doubletalk` simulates.
- `python -m models.training.margins SPEECH...` tunes how much evidence a command needs.

The latter two use the simulated rooms and the list of recordings of `bench`, so that what is tuned
is tuned on the kind of sound that is measured, but on none of the same recordings.
"""
