"""The questionnaire for form tools: one description of it, and a module for each tool's format."""
