import numpy as np
import pytest

from audio.echo.features import FEATURE_COUNT
from audio.echo.network import TalkNetwork
from models.training.doubletalk import Example

torch = pytest.importorskip("torch", reason="the training group is not installed")


def test_what_was_trained_is_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from models.training.detector import train

    rng = np.random.default_rng(1)
    talk = (np.arange(200) // 40 % 2).astype(np.float32)
    features = rng.normal(-3, 1, (64, 200, FEATURE_COUNT)) + talk[:, np.newaxis]
    torch.manual_seed(0)
    network = train([Example(each.astype(np.float16), talk, np.ones(200, np.float32))
                     for each in features])  # fmt: skip
    monkeypatch.setattr("audio.echo.network._weights", network.weights)
    detector = TalkNetwork()
    scene = features[0].astype(np.float32)
    runs = [detector(block) for block in scene]
    with torch.no_grad():
        wanted = torch.sigmoid(network(torch.from_numpy(scene)[None]))[0].numpy()
    assert np.allclose(runs, wanted, atol=1e-3)
    assert np.mean(np.array(runs)[talk > 0]) > np.mean(np.array(runs)[talk == 0]) + 0.5
