"""What runs in the browser: one component a module, its JavaScript and HTML in files beside it."""
