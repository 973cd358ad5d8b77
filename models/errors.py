"""What can be wrong with a speech model.

FloeError
 +-- ModelError
      +-- ModelMissing
      +-- ModelBroken
      +-- ModelInstallError
           +-- ArchiveRefused
           +-- ModelUnverified
           +-- DownloadFailed
           +-- WrongFile
"""

from floe.errors import FloeError


class ModelError(FloeError):
    """The root of every error of this package."""


class ModelMissing(ModelError):
    """There is no model of the wanted name, and no such folder."""


class ModelBroken(ModelError):
    """A file of the model is missing, damaged or not what it should be."""


class ModelInstallError(ModelError):
    """A model could not be installed or removed."""


class ArchiveRefused(ModelInstallError):
    """A zip file is not a model's archive: it is too large, or would write outside its folder."""


class ModelUnverified(ModelInstallError):
    """No SHA-256 of the model is known, so it is not fetched."""


class DownloadFailed(ModelInstallError):
    """A file did not arrive as a whole; the part that did is kept for the next try."""


class WrongFile(ModelInstallError):
    """The file that arrived, or that was given, is not the published one."""
