"""What can be wrong with a speech model.

FloeError
  ModelError
    ModelMissing      no model of that name, or no such folder
    ModelBroken       a file of it is missing, damaged or not what it should be
    ModelUnsuitable   whole, but it cannot be used with a grammar
    ModelInstallError a model could not be installed or removed
"""

from floe.errors import FloeError


class ModelError(FloeError):
    """Something about a speech model."""


class ModelMissing(ModelError):
    """There is no model of that name, or no such folder."""


class ModelBroken(ModelError):
    """A file of the model is missing, damaged or not what it should be."""


class ModelUnsuitable(ModelError):
    """The model is whole, but cannot be used with a grammar."""


class ModelInstallError(ModelError):
    """A model could not be installed or removed."""
