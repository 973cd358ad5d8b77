"""What can be wrong with a speech model.

FloeError
  ModelError
    ModelMissing      no model of that name, or no such folder
    ModelBroken       a file of it is missing, damaged or not what it should be
    ModelInstallError a model could not be installed or removed
      ArchiveRefused    the zip file is not what a model's archive is
      ModelUnverified   nothing says which file is the right one, so it is not fetched
      DownloadFailed    it did not arrive; what did is kept for the next try
      WrongFile         what arrived, or lies there, is not the published file
"""

from floe.errors import FloeError


class ModelError(FloeError):
    """Something about a speech model."""


class ModelMissing(ModelError):
    """There is no model of that name, or no such folder."""


class ModelBroken(ModelError):
    """A file of the model is missing, damaged or not what it should be."""


class ModelInstallError(ModelError):
    """A model could not be installed or removed."""


class ArchiveRefused(ModelInstallError):
    """A zip file is not what a model's archive is: it would leave its folder, or is too large."""


class ModelUnverified(ModelInstallError):
    """Nothing says which file is the right one, so it is not fetched."""


class DownloadFailed(ModelInstallError):
    """A file did not arrive; what did is kept for the next try."""


class WrongFile(ModelInstallError):
    """What arrived, or lies there, is not the published file."""
