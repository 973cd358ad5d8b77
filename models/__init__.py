"""Speech models in Vosk's format: the bundled one, and those that a user installs.

Begin reading with `models.store`, which knows the models that are here and which of them is in use;
a `models.folder.ModelFolder` is one of them. `catalogue` lists those that can be had, `download`,
`connection` and `archive` bring one here, and `command` is ``floe models``. All public names may be
imported from outside. Of Floe, these modules import nothing but `floe`; `models.training`, which
trains the bundled model, is a program of its own.
"""
