"""The voice through the live stream: what comes out of the loudspeaker is the sentence."""

from pathlib import Path

import numpy as np

from tests.patience import PATIENCE
from tests.soundcard import SoundCard
from voice.speaker.voice import Voice

CODE = """
import sys
from pathlib import Path
from audio.stream import Stream
from voice.session.acts import Priority
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

with Voice(folder=Path(sys.argv[1])) as voice:
    speaker, stream = Speaker(voice), Stream()
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(25): stream.exchange(speaker.next_block(stream.clock()))
    speaker.say("Move the ice in small circles.", "circles", Priority.ANSWER)
    ended = []
    while not ended:
        stream.exchange(speaker.next_block(stream.clock()))
        ended += speaker.ended()
    for _ in range(25): stream.exchange(speaker.next_block(stream.clock()))
    print(ended)
    stream.close()
    speaker.close()
"""


def test_the_sentence_comes_out_of_the_loudspeaker(card: SoundCard, tmp_path: Path) -> None:
    with Voice(folder=tmp_path) as voice:
        sentence = voice.render("Move the ice in small circles.").astype(float)
    with card.open(CODE, [str(tmp_path)]) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        tape = card.tape()
        printed, _ = process.communicate("\n", PATIENCE)
        assert printed == "['circles']\n"
        sound = tape.stop().astype(float)
    size = len(sound) + len(sentence)
    match = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(sentence, size)))
    # Without a gap the match is whole; a busy machine's late block moves a part of it.
    assert match.max() > 0.3 * (sentence @ sentence)
