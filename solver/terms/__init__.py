"""First stage: who serves in which week."""
