#!/usr/bin/env bash
# pyxform replaces every curly quote by a straight one, in the texts people see and in the codes that
# are saved as well: of the choice "Œuf d’oie" the form makes "Œuf d'oie". The low German opening
# quote stays, so that „Magerquark“ ends up with one quote of each kind. No warning is given.
# It hurts a researcher who matches an export with the choices the form was made from: good answers
# are on no list. Compare with both sides straightened, keep quotes out of codes, and prefer « » or
# no quotes in labels. (It is meant for formulas, where a curly quote breaks the form.)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check pyxform==4.5.0

cat >quotes.py <<'PY'
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


choices = {
    "œuf_d’oie": "Œuf d’oie",
    "quark": "„Magerquark“",
    "light": "“Low-fat” cheese",
    "lait": "Lait « entier »",
    "1-3m": "1–3 times a month",
}
result = convert(
    {
        "survey": [{"type": "select_one food", "name": "most", "label": "What don’t you eat?"}],
        "choices": [{"list_name": "food", "name": code, "label": label} for code, label in choices.items()],
        "settings": [{"form_id": "quotes", "form_title": "Quotes"}],
    }
)
xf = "{http://www.w3.org/2002/xforms}"
form = ET.fromstring(result.xform)
select = form.find(f".//{xf}select1")
items = form.findall(".//{*}instance[@id='food']//{*}item")
codes = [item.findtext("{*}name") for item in items]
labels = [item.findtext("{*}label") for item in items]

print("\nOne would expect the form to offer the choices as they were written.")
check("warnings", result.warnings, [])
check("the question", select.findtext(f"{xf}label"), "What don't you eat?")
print(f"  written: {list(choices.values())}")
check("offered", labels, ["Œuf d'oie", "„Magerquark\"", "\"Low-fat\" cheese", "Lait « entier »", "1–3 times a month"])
check("labels of the form that are not on the list", sum(label not in choices.values() for label in labels), 3)
check("codes that the form saves", codes, ["œuf_d'oie", "quark", "light", "lait", "1-3m"])

straight = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
listed = {label.translate(straight) for label in choices.values()}
check("not on the list with both sides straightened", sum(label.translate(straight) not in listed for label in labels), 0)
sys.exit(failed)
PY
venv/bin/python quotes.py
