"""Trains the bundled English acoustic model: `python -m models.training --speech DIR --out DIR`."""
