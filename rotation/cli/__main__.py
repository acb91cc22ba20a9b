"""`python -m rotation.cli`, for a process that starts another of its kind."""

from rotation.cli import main

main()
