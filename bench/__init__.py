"""Measures Floe: `python -m bench SPEECH` prints every figure of docs/accuracy.md as a table.

With `--out DIR` it draws the figures too, and with `--only PART` it measures one part alone. Begin
with `__main__`, which lists the parts: `orders`, `commands`, `rejection`, `comparison`, `bargein`
and `cost` are a module each. `corpus` says which recordings are measured on, and which may be tuned
on; `acoustics` holds the simulated rooms and noises. Nothing here imports what trains: the training
in `models.training` imports from here.
"""
