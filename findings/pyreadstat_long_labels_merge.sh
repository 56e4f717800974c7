#!/usr/bin/env bash
# SPSS files hold 120 bytes of a value label, and pyreadstat cuts there without a warning. In UTF-8
# that is 40 Japanese letters: two portions that differ only after them get the same label, and a
# reader that asks for labels gets one category instead of two. In English 108 characters still fit.
# It hurts a researcher who hands on a translated questionnaire as .sav: small and large are one
# answer, and labels match no list of choices. Count bytes, put what differs first, refuse labels
# over 120 bytes or equal within them, and score from the codes, never from the labels.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1

cat >labels.py <<'PY'
import sys
import warnings
from importlib.metadata import version

import pandas as pd
import pyreadstat

warnings.simplefilter("error")
print(f"pyreadstat {version('pyreadstat')}, pandas {version('pandas')}")
failed = False


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


def size(label):
    return f"{len(label)} characters, {len(label.encode())} bytes"


def through_spss(small, large):
    people = pd.DataFrame({"portion": [1.0, 2.0, 2.0]})
    pyreadstat.write_sav(people, "people.sav", variable_value_labels={"portion": {1: small, 2: large}})
    codes, about = pyreadstat.read_sav("people.sav")
    labelled, _ = pyreadstat.read_sav("people.sav", apply_value_formats=True)
    kept = about.variable_value_labels["portion"]
    return codes["portion"].tolist(), labelled["portion"], kept[1.0], kept[2.0]


print("\nIn English: small and large as the last word of a label.")
english = "How much you usually eat at one sitting, in a small bowl or on a side plate, seen by eye, not weighed: "
codes, answers, small, large = through_spss(english + "small", english + "large")
check("label written", size(english + "small"), "108 characters, 108 bytes")
check("kept whole", small == english + "small", True)
check("different answers of three people", answers.nunique(), 2)

print("\nThe same in Japanese, in half as many characters. One would expect the same, or an error.")
japanese = "小鉢または小皿に盛りつけて一回に食べるふだんの量（量らずに見た目でおおよそ答えてください）："
codes, answers, small, large = through_spss(japanese + "少なめ", japanese + "多め")
check("label written", size(japanese + "少なめ"), "49 characters, 147 bytes")
check("label read back", size(small), "40 characters, 120 bytes")
check("it ends with", small[-6:], "およそ答えて")
check("both labels are the same now", small == large, True)
check("different answers of three people", answers.nunique(), 1)
check("the codes are still apart", codes, [1.0, 2.0, 2.0])

print("\nWith what differs in front:")
codes, answers, small, large = through_spss("少なめ：" + japanese, "多め：" + japanese)
check("different answers of three people", answers.nunique(), 2)
sys.exit(failed)
PY
venv/bin/python labels.py
