#!/usr/bin/env bash
# A letter that a font draws of two shapes, such as the o with a dot and an accent of Yoruba names,
# looks right in a PDF made by Typst, and stands twice in its text: each of the two shapes is told to
# be the whole letter (ToUnicode), and nothing says that they belong together (ActualText). A PDF
# that is tagged for screen readers and claims PDF/UA-1 does the same, without an error or a warning.
# It hurts reports with a person's name: what is copied, searched and read aloud is another name, and
# a test that looks at the picture sees nothing. Read the text back, and refuse or set otherwise what
# does not come back as it was typed. A letter with a character and a shape of its own is fine.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check \
    typst==0.15.2 pypdf==7.1.0 pypdfium2==5.15.2

cat >names.py <<'PY'
import io
import sys
from importlib.metadata import version

import pypdfium2
import typst
from pypdf import PdfReader

print(", ".join(f"{name} {version(name)}" for name in ("typst", "pypdf", "pypdfium2")))
failed = False
PAGE = '#set document(title: "Name")\n#set text(font: "Libertinus Serif", fallback: false)\n'
ONE_SHAPE = "Nguy\u1ec5n"
TWO_SHAPES = "Ad\u00e9b\u00e1y\u1ecd\u0300"
TWICE = TWO_SHAPES + TWO_SHAPES[-2:]


def check(what, got, want):
    global failed
    print(f"  {what}: {ascii(got)}")
    if got != want:
        print(f"    CHANGED: it was {ascii(want)}")
        failed = True


def of_pypdf(pdf):
    return PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip()


def of_pdfium(pdf):
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().strip()


for standard in (None, "ua-1"):
    print(f"\nA PDF {'of PDF/UA-1' if standard else 'without a standard'}, as text:")
    for name, want in ((ONE_SHAPE, ONE_SHAPE), (TWO_SHAPES, TWICE)):
        pdf = typst.compile(
            f"{PAGE}{name}".encode(),
            ignore_system_fonts=True,
            pdf_standards=[standard] if standard else [],
        )
        check(f"pypdf reads {ascii(name)} as", of_pypdf(pdf), want)
        check(f"pdfium reads {ascii(name)} as", of_pdfium(pdf), want)
        drawn = PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data()
        assert b"BT" in drawn  # it was unpacked
        check("  what draws it has ActualText", b"ActualText" in drawn, False)
sys.exit(failed)
PY
venv/bin/python names.py
