"""The parts of the Method page: the estimate, studies of such questionnaires, the table."""
