"""Perfect rotations from mathematics, and starts made of them."""
