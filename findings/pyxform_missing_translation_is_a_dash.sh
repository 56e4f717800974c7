#!/usr/bin/env bash
# A choice or a question of an XLSForm that has no text in one language reads "-" there: pyxform
# writes the dash into the form and gives no warning, as long as others of its sheet have a text in
# that language.
# It hurts whoever adds an answer to a translated questionnaire: people who read that language choose
# between words and a "-", and exports by label hold "-" as an answer. Check every cell before the
# form is made.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check pyxform==4.5.0

cat >dash.py <<'PY'
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import version

from pyxform.xls2xform import convert

print(f"pyxform {version('pyxform')}")
failed = False


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


english, dutch = "label::English (en)", "label::Nederlands (nl)"
result = convert(
    {
        "survey": [
            {"type": "select_one often", "name": "natto", english: "Natto", dutch: "Natto"},
            {"type": "note", "name": "thanks", english: "Thank you"},
        ],
        "choices": [
            {"list_name": "often", "name": "never", english: "never", dutch: "nooit"},
            {"list_name": "often", "name": "1w", english: "once a week"},
        ],
        "settings": [{"form_id": "dash", "default_language": "English (en)"}],
    }
)
xf = "{http://www.w3.org/2002/xforms}"
dutch_texts = {
    text.get("id"): text.findtext(f"{xf}value")
    for translation in ET.fromstring(result.xform).iter(f"{xf}translation")
    if translation.get("lang") == "Nederlands (nl)"
    for text in translation
}
print("\nOne answer and one note have no Dutch. One would expect a warning, or the English words.")
check("warnings", result.warnings, [])
check("the answer with a translation", dutch_texts["often-0"], "nooit")
check("the answer without", dutch_texts["often-1"], "-")
check("the note without", dutch_texts["/data/thanks:label"], "-")
sys.exit(failed)
PY
venv/bin/python dash.py
