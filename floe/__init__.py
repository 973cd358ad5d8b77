"""What the four packages of Floe (`voice`, `intents`, `audio`, `models`) share.

`floe.errors` holds the root of all errors that a user can be told. `floe.document` reads a YAML
file and `floe.section` validates what is in it, so that a mistake in a user's file is reported with
its line. `floe.file` writes files whole or not at all. Begin reading with `floe.errors`. All public
names may be imported from anywhere; the package itself imports nothing of the others.
"""
