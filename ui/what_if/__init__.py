"""The parts of the What if page, one module a part, in the order of the page."""
