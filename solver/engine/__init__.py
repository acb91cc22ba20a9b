"""What all parts of the engine stand on: the problem as arrays, linear programmes, work beside the main thread."""
