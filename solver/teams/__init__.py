"""Second stage: who serves where and with whom, by a compiled search."""
