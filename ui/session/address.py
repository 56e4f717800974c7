"""What the address of the page says: its name, a seat, the link of a host, a code, a food."""

import re
from urllib.parse import unquote, urlsplit

import streamlit as st

SEAT_PARAMETER = "seat"
HOST_PARAMETER = "host"
CODE_PARAMETER = "join"
FOOD_PARAMETER = "food"

_PAGE = re.compile(r"[\w-]{1,100}")


def seat_key() -> str | None:
    """The key of the person's seat in a workshop."""
    return st.query_params.get(SEAT_PARAMETER)


def show_seat(key: str) -> None:
    """Let the address lead back to this seat."""
    if seat_key() != key:
        st.query_params[SEAT_PARAMETER] = key


def drop_seat() -> None:
    """Let the address lead to no seat any more."""
    st.query_params.pop(SEAT_PARAMETER, None)


def host_key() -> str:
    """The key of the workshop whose host this is; empty for everybody else."""
    return st.query_params.get(HOST_PARAMETER, "")


def become_host(key: str) -> None:
    """Let the address be that of the host of a workshop, and nothing else."""
    st.query_params.from_dict({HOST_PARAMETER: key})


def join_code() -> str:
    """The code in a link to join a workshop; empty where the address is no such link."""
    return st.query_params.get(CODE_PARAMETER, "")


def food_id() -> str:
    """The food that a link leads to; empty where the address names none."""
    return st.query_params.get(FOOD_PARAMETER, "")


def page_name() -> str:
    """The last part of the address, which is the name of the page; empty for the first page."""
    name = unquote(urlsplit(st.context.url or "").path).rpartition("/")[2]
    return name if _PAGE.fullmatch(name) else ""


def clear() -> None:
    """Leave nothing behind the address of the page."""
    st.query_params.clear()
