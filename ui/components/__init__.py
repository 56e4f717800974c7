"""What runs in the browser: one component a module, its JavaScript and HTML in files beside it."""


def nothing() -> None:
    """Streamlit keeps a value of a component only where a change of it is listened to."""
