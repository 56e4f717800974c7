"""The parts of the Learn page: texts to read, food stories, claims with their studies."""
