"""Links to sources: they open beside the app, so that no answer is lost by reading one."""

import html


def link(address: str, text: str) -> str:
    """A link as HTML; a bare DOI becomes its address. `text` is HTML already."""
    url = address if address.startswith("http") else f"https://doi.org/{address}"
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">{text}</a>'
