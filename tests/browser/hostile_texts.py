"""Texts that try to be more than text, and an app that shows each as `ui.text` has it."""

import streamlit as st

from ui.text import as_markdown

HOSTILE = (
    "<b>bold</b> <img src=x onerror=alert(1)> <script>alert(1)</script>",
    "*stars* _lines_ **two** ~~gone~~ `code`",
    "[a link](https://evil.example/a) ![a picture](https://evil.example/b.png)",
    "<https://evil.example/c> https://evil.example/d www.evil.example/e me@evil.example",
    "$x^2$ and $$\\frac{1}{2}$$ and \\(y\\)",
    ":red[alarm] :blue-background[calm] :material/home: :smile: :streamlit: :small[tiny]",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quote",
    "--- and ***",
    "a | b | c",
    "[^1] and [x]",
    "&lt;b&gt; &amp; &#65;",
    "a -> b <- c -- d <-> e (c) ...",
    "back\\slash \\* \\",
    "{% x %} {{ y }} ${z} %{x} %s",
)


def app() -> None:
    """Each text in each kind of place that the app has for words of others."""
    for number, text in enumerate(HOSTILE):
        shown = as_markdown(text)
        with st.container(key=f"text-{number}"):
            st.markdown(shown)
            st.markdown(f"**{shown}**")
            st.markdown(f"Before {shown}, after")
            st.markdown(f"- {shown}")
            st.info(shown)
            st.button(shown, key=f"button-{number}")
            st.table([{"Column": shown}])
            st.table([{shown: "cell"}])
            st.subheader(shown, anchor=False)
            st.segmented_control("Choose", [shown, "other"], key=f"segmented-{number}")


if __name__ == "__main__":
    app()
