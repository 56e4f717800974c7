"""The parts of the Results page, one module a part, in the order of the page."""
