"""The parts of the Workshop page, and of other pages for people who have joined one."""
