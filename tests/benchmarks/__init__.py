"""Measurements beside the tests: each module is a part that can be started alone."""
