"""Learns what people mean from the corpus: ``python -m intents.training`` makes the file anew.

`corpus` reads what the writers wrote, `tuning` trains the encoder on it, `calibration` makes its
probabilities honest, `evaluation` measures on writers that it has not seen, and `saving` writes the
file that `intents.learnt` reads. The page docs/understanding.md says how the corpus is made.
"""
