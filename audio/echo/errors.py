"""What can fail with the echo path.

FloeError
 +-- AudioError
      +-- WrongBlock
"""

from audio.errors import AudioError


class WrongBlock(AudioError):
    """A block is not of `audio.sound.BLOCK` samples."""
