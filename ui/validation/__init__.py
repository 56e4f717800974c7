"""The parts of the Validation page, one module a part, in the order of the page."""
