"""`python -m api.cli` is the command too."""

from api.cli import main

main()
