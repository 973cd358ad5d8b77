"""Computes log Mel energies, and the mean normalisation that libvosk applies to them.

libvosk computes Mel cepstra. With as many cepstra as Mel bins and no liftering they are an
orthogonal transform of the log Mel energies. So everything here works on the energies, which noise
and rooms change in a simple way, and `cepstral_transform` is folded into the network's first layer
when it is written.
"""

import kaldi_native_fbank
import numpy as np
from numpy.typing import NDArray

from models.training.data import SAMPLE_RATE

MEL_BINS = 40
"""Number of Mel bins, and of cepstra."""
FRAME_SHIFT = 0.01
"""Seconds from one feature frame to the next."""
LOW_FREQUENCY = 20
HIGH_FREQUENCY = 7600
"""Lower and upper edge of the Mel bins in hertz, as in Kaldi's high-resolution cepstra."""
LOG_FLOOR = -15.9424
"""Log energy of digital silence: Kaldi's floor, the logarithm of a float's epsilon."""

CMN_WINDOW = 600
GLOBAL_FRAMES = 200
"""Frames of Kaldi's OnlineCmvnOptions, of which libvosk keeps the defaults: how many the running
mean is taken over, and how many of the global mean fill it up."""

FloatArray = NDArray[np.float32]

DITHER = 20
"""Standard deviation, of 32768, of the faint noise that is added to all sound. Without it, "no" was
heard as "milk" in digital silence and over a mere hum."""

MFCC_OPTIONS = (
    f"--sample-frequency={SAMPLE_RATE}\n--use-energy=false\n--num-mel-bins={MEL_BINS}\n"
    f"--num-ceps={MEL_BINS}\n--low-freq={LOW_FREQUENCY}\n--high-freq={HIGH_FREQUENCY}\n"
    f"--cepstral-lifter=0\n--dither={DITHER}\n"
)
"""The file `mfcc.conf`, which makes libvosk compute the same; training adds the dither later."""


def log_mel(samples: FloatArray) -> FloatArray:
    """Return the log Mel energies of samples in [-1, 1]: (frames, MEL_BINS)."""
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq = SAMPLE_RATE
    options.frame_opts.dither = 0
    options.mel_opts.num_bins = MEL_BINS
    options.mel_opts.low_freq = LOW_FREQUENCY
    options.mel_opts.high_freq = HIGH_FREQUENCY
    options.use_energy = False
    computer = kaldi_native_fbank.OnlineFbank(options)
    computer.accept_waveform(SAMPLE_RATE, (samples * 32768).tolist())
    computer.input_finished()
    frames = [computer.get_frame(i) for i in range(computer.num_frames_ready)]
    if not frames:
        return np.zeros((0, MEL_BINS), np.float32)
    return np.stack(frames).astype(np.float32)


def dither_energy() -> FloatArray:
    """Return the mean Mel energies of the dither alone: (MEL_BINS,)."""
    samples = np.random.default_rng(0).normal(0, DITHER / 32768, 10 * SAMPLE_RATE)
    energy: FloatArray = np.exp(log_mel(samples.astype(np.float32))).mean(0)
    return energy


def cepstral_transform() -> FloatArray:
    """Return Kaldi's orthogonal cosine transform: cepstra = transform @ log energies."""
    row = np.arange(MEL_BINS)[:, None]
    column = np.arange(MEL_BINS)[None, :]
    transform = np.sqrt(2 / MEL_BINS) * np.cos(np.pi / MEL_BINS * (column + 0.5) * row)
    transform[0] = np.sqrt(1 / MEL_BINS)
    cosines: FloatArray = transform.astype(np.float32)
    return cosines


def normalise(features: FloatArray, global_mean: FloatArray) -> FloatArray:
    """Return features less their running mean, as Kaldi's OnlineCmvn does.

    The mean is that of up to `CMN_WINDOW` frames ending at the present one, filled up with at most
    `GLOBAL_FRAMES` frames of the global mean.
    """
    count = len(features)
    sums = np.zeros((count + 1, features.shape[1]), np.float64)
    np.cumsum(features, axis=0, dtype=np.float64, out=sums[1:])
    ends = np.arange(1, count + 1)
    starts = np.maximum(ends - CMN_WINDOW, 0)
    seen = (ends - starts)[:, None]
    borrowed = np.minimum(GLOBAL_FRAMES, CMN_WINDOW - seen)
    mean = (sums[ends] - sums[starts] + borrowed * global_mean) / (seen + borrowed)
    return (features - mean).astype(np.float32)
