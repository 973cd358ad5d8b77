"""``floe models``: its actions."""

import argparse

from voice.cli import subcommand
from voice.cli.subcommand import Subcommands


def add(commands: Subcommands) -> None:
    """Add the command with its actions."""
    parser = subcommand.add(commands, "models", "list, install, remove or use speech models")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = subcommand.add(actions, "list", "the models that are here, and those to be had")
    listing.set_defaults(run=_list)
    install = subcommand.add(
        actions,
        "install",
        "fetch a published one, or take it from a folder or a zip file",
        "The only command that opens a connection, and only for a published model.",
    )
    install.add_argument(
        "source", metavar="SOURCE", help="a name that `floe models list` prints, a folder, a file"
    )
    install.add_argument("--sha256", metavar="SUM", help="what the zip file's SHA-256 must be")
    install.set_defaults(run=_install)
    for name, run, text in (
        ("remove", _remove, "delete one that was installed"),
        ("use", _use, "choose the one that Floe hears with"),
    ):
        action = subcommand.add(actions, name, text)
        action.add_argument("name", metavar="NAME")
        action.set_defaults(run=run)


def _list(_: argparse.Namespace) -> None:
    from models.catalogue import Catalogue
    from models.command import show
    from models.store import Store

    show(Store(), Catalogue.load())


def _install(options: argparse.Namespace) -> None:
    from models.catalogue import Catalogue
    from models.command import install
    from models.store import Store

    install(options.source, options.sha256, Store(), Catalogue.load())


def _remove(options: argparse.Namespace) -> None:
    from models.command import remove
    from models.store import Store

    remove(options.name, Store())


def _use(options: argparse.Namespace) -> None:
    from models.catalogue import Catalogue
    from models.command import use
    from models.store import Store

    use(options.name, Store(), Catalogue.load())
