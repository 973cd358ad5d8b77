"""Holds a trained network with all that is needed to score recordings with it."""

from dataclasses import dataclass

from models.training.features import FloatArray
from models.training.network import AcousticNetwork
from models.training.tree import Tree


@dataclass(frozen=True)
class TrainedModel:
    """A network, and what its inputs and outputs mean."""

    network: AcousticNetwork
    tree: Tree
    log_priors: FloatArray
    """Log prior probability of each output: (pdfs,)."""
    global_mean: FloatArray
    """Mean of the log Mel energies that it was trained on: (MEL_BINS,)."""
