"""What no roster can beat: relaxations, and their multipliers turned into bounds that hold."""
