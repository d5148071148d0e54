"""The `facilities` command. Each module here adds one command, or a few that belong together."""

# Importing a module is what adds its commands, in the order in which --help lists them.
from api.cli import serve, look, check, osm, intake, versions, export, reports  # noqa: F401, I001
from api.cli import planning  # noqa: F401
from api.cli.console import app


def main() -> None:
    """Run the command line."""
    app()
