"""What is asked and answered: scales, answers of one person, their file, their codes."""
