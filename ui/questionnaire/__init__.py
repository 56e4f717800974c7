"""The parts of the Questionnaire page: foods, portions, supplements, the way on."""
