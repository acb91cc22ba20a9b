"""What stands on a board: gathered once, when it is issued, and kept as it was."""
