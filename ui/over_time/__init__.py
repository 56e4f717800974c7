"""The parts of the Over time page."""
