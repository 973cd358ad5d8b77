"""Writes the network as a model of Kaldi's nnet3, with the options for its features."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.training import kaldi
from models.training.features import (
    GLOBAL_FRAMES,
    MEL_BINS,
    MFCC_OPTIONS,
    FloatArray,
    cepstral_transform,
)
from models.training.model import TrainedModel
from models.training.network import SPLICE, SUBSAMPLING, AcousticNetwork, FactoredLayer
from models.training.units import Transitions

MODEL_OPTIONS = """\
--min-active=200
--max-active=3000
--beam=11.0
--lattice-beam=3
--acoustic-scale={scale}
--frame-subsampling-factor=3
--frames-per-chunk=9
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
"""The file `model.conf`. Partial results come in steps of nine frames, 90 ms."""

INPUT_SCALE = 0.2
"""The factor that `AcousticNetwork` multiplies its inputs by."""


class _Writer:
    """Collects nnet3's configuration lines and components."""

    def __init__(self) -> None:
        self.lines = [f"input-node name=input dim={MEL_BINS}"]
        self.components: list[bytes] = []

    def affine(self, name: str, source: str, weight: FloatArray, bias: NDArray[np.floating]) -> str:
        """Add a fixed affine transform, and return its node."""
        body = kaldi.token("<LinearParams>") + kaldi.matrix(weight)
        body += kaldi.token("<BiasParams>") + kaldi.vector(bias)
        return self._add(name, source, "FixedAffineComponent", body)

    def nonlinear(self, kind: str, name: str, source: str, dim: int) -> str:
        """Add a component without parameters, and return its node."""
        empty = kaldi.vector([])
        body = kaldi.token("<Dim>") + kaldi.integer(dim)
        body += kaldi.token("<ValueAvg>") + empty + kaldi.token("<DerivAvg>") + empty
        for field in ("<Count>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
            body += kaldi.token(field) + (kaldi.real(0) if field == "<Count>" else kaldi.integer(0))
        return self._add(name, source, kind, body)

    def same(self, name: str, source: str, dim: int) -> str:
        """Give a sum a name, so that frames of it can be joined, and return its node."""
        body = kaldi.token("<Dim>") + kaldi.integer(dim)
        body += kaldi.token("<BackpropScale>") + kaldi.real(1.0)
        return self._add(name, source, "NoOpComponent", body)

    def _add(self, name: str, source: str, kind: str, body: bytes) -> str:
        self.lines.append(f"component-node name={name} component={name} input={source}")
        component = kaldi.token("<ComponentName>") + kaldi.token(name)
        component += kaldi.token(f"<{kind}>") + body + kaldi.token(f"</{kind}>")
        self.components.append(component)
        return name


def _array(parameter: torch.Tensor) -> FloatArray:
    values: FloatArray = parameter.detach().float().numpy()
    return values


def _fold(layer: nn.Linear, norm: nn.BatchNorm1d) -> tuple[FloatArray, FloatArray]:
    """Return weight and bias that do what the layer and its normalisation do together."""
    assert norm.running_var is not None  # noqa: S101 - batch norm always tracks here
    assert norm.running_mean is not None  # noqa: S101
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = layer.weight * scale[:, None]
    bias = (layer.bias - norm.running_mean) * scale + norm.bias
    return _array(weight), _array(bias)


def _join(node: str, offsets: tuple[int, ...]) -> str:
    terms = [f"Offset({node}, {offset})" if offset else node for offset in offsets]
    return f"Append({', '.join(terms)})"


def _cepstral(weight: FloatArray) -> FloatArray:
    """Return the first layer's weights for cepstra, from those for log Mel energies."""
    frames = weight.reshape(len(weight), 2 * SPLICE + 1, MEL_BINS)
    changed: FloatArray = frames @ cepstral_transform().T * INPUT_SCALE
    return changed.reshape(len(weight), -1)


def _factored(writer: _Writer, name: str, source: str, layer: FactoredLayer) -> str:
    first, second = (tuple(SUBSAMPLING * o for o in pair) for pair in layer.offsets)
    linear = _array(layer.linear.weight)
    narrow = writer.affine(f"{name}.linear", _join(source, first), linear, np.zeros(len(linear)))
    weight, bias = _fold(layer.affine, layer.norm)
    wide = writer.affine(f"{name}.affine", _join(narrow, second), weight, bias)
    relu = writer.nonlinear("RectifiedLinearComponent", f"{name}.relu", wide, len(bias))
    return f"Sum({source}, {relu})"


def network_bytes(network: AcousticNetwork, log_priors: FloatArray) -> bytes:
    """Return the network as Kaldi's binary AmNnetSimple; `log_priors` has shape (pdfs,)."""
    writer = _Writer()
    offsets = tuple(range(-SPLICE, SPLICE + 1))
    weight, bias = _fold(network.first, network.first_norm)
    node = writer.affine("first.affine", _join("input", offsets), _cepstral(weight), bias)
    node = writer.nonlinear("RectifiedLinearComponent", "first.relu", node, len(bias))
    for index, layer in enumerate(network.layers):
        assert isinstance(layer, FactoredLayer)  # noqa: S101 - a module list forgets its type
        total = _factored(writer, f"layer{index}", node, layer)
        node = writer.same(f"layer{index}.sum", total, network.shape.width)
    weight, bias = _fold(network.prefinal, network.prefinal_norm)
    node = writer.affine("prefinal.affine", node, weight, bias)
    node = writer.nonlinear("RectifiedLinearComponent", "prefinal.relu", node, len(bias))
    output = network.output
    node = writer.affine("output.affine", node, _array(output.weight), _array(output.bias))
    node = writer.nonlinear("LogSoftmaxComponent", "output.log-softmax", node, network.shape.pdfs)
    writer.lines.append(f"output-node name=output input={node} objective=linear")
    parts = [kaldi.token("<Nnet3>"), "\n".join(["", *writer.lines, "", ""]).encode("ascii")]
    parts += [kaldi.token("<NumComponents>"), kaldi.integer(len(writer.components))]
    parts += [*writer.components, kaldi.token("</Nnet3>")]
    for name, frames in (("Left", network.shape.left), ("Right", network.shape.right)):
        parts += [kaldi.token(f"<{name}Context>"), kaldi.integer(frames)]
    parts += [kaldi.token("<Priors>"), kaldi.vector(np.exp(log_priors))]
    return b"".join(parts)


def write_acoustic_model(
    folder: Path, model: TrainedModel, transitions: Transitions, scale: float
) -> None:
    """Write the folders `am` and `conf` of a model; `scale` is its acoustic scale."""
    for name in ("am", "conf"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    network = network_bytes(model.network, model.log_priors)
    (folder / "am" / "final.mdl").write_bytes(kaldi.HEADER + transitions.to_bytes() + network)
    cepstra = cepstral_transform() @ model.global_mean
    statistics = np.zeros((2, MEL_BINS + 1))
    statistics[0, :-1] = cepstra * GLOBAL_FRAMES
    statistics[0, -1] = GLOBAL_FRAMES
    statistics[1, :-1] = (cepstra**2 + 1) * GLOBAL_FRAMES
    stats = kaldi.HEADER + kaldi.double_matrix(statistics)
    (folder / "am" / "global_cmvn.stats").write_bytes(stats)
    (folder / "conf" / "mfcc.conf").write_text(MFCC_OPTIONS, encoding="ascii")
    options = MODEL_OPTIONS.format(scale=scale)
    (folder / "conf" / "model.conf").write_text(options, encoding="ascii")
