import numpy as np
import pytest
import soundfile

from audio.echo.features import BANDS, ERROR_BANDS, FEATURE_COUNT
from audio.sound import RATE
from models.training.doubletalk import SECONDS, DoubleTalkMaterial, Example, example
from tests.speech import voices


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> DoubleTalkMaterial:
    folder = tmp_path_factory.mktemp("material")
    noise = np.random.default_rng(1).normal(0, 300, 2 * RATE).astype(np.int16)
    sounds = {
        "sentence": voices()("Take the ice off and let the skin get warm again.", "espeak:en-us"),
        "command": voices()("my skin is numb", "slt"),
        "noise": noise,
    }
    files = {name: folder / f"{name}.wav" for name in sounds}
    for name, sound in sounds.items():
        soundfile.write(files[name], sound, RATE)
    return DoubleTalkMaterial(
        [files["sentence"]], [files["command"]], {"one": [files["command"]]}, [files["command"]],
        [files["noise"]],
    )  # fmt: skip


@pytest.fixture(scope="module")
def scenes(material: DoubleTalkMaterial) -> list[Example]:
    return [example(material, number) for number in range(6)]


def test_a_scene_is_the_same_each_time(material: DoubleTalkMaterial, scenes: list[Example]) -> None:
    again = example(material, 3)
    assert np.array_equal(again.features, scenes[3].features)
    assert np.array_equal(again.talk, scenes[3].talk)


def test_each_block_that_is_asked_about_has_a_row(scenes: list[Example]) -> None:
    for scene in scenes:
        assert scene.features.shape == (len(scene.talk), FEATURE_COUNT)
        assert len(scene.weight) == len(scene.talk) <= SECONDS * 50
        assert np.isfinite(scene.features.astype(np.float32)).all()


def test_somebody_talks_in_some_scenes_and_is_louder_there(scenes: list[Example]) -> None:
    assert {bool(scene.talk.any()) for scene in scenes} == {True, False}
    louder = [
        scene.features[scene.talk > 0, ERROR_BANDS].mean()
        - scene.features[scene.talk == 0, ERROR_BANDS].mean()
        for scene in scenes
        if scene.talk.any()
    ]
    assert np.mean(louder) > 0.3


def test_what_nobody_can_say_is_no_talk(scenes: list[Example]) -> None:
    for scene in scenes:
        assert not scene.talk[scene.weight == 0].any()


def test_the_coherence_is_a_share(scenes: list[Example]) -> None:
    for scene in scenes:
        coherence = scene.features[:, -BANDS:].astype(np.float32)
        assert coherence.min() >= 0
        assert coherence.max() <= 1.01
