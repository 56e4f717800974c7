#!/usr/bin/env bash
# statsmodels makes a category of its own out of "unanswered" (NaN, or an empty text): a food left
# blank in both fillings counts as perfect agreement, one left blank once as disagreement. Here five
# blanks lift Fleiss' kappa from 0.16 to 0.51, and no warning is given.
# It hurts a researcher who tells from two fillings how repeatable a questionnaire is. Drop the foods
# that are not answered in both before aggregate_raters, say how many they were, and name the number
# of categories (n_cat): then a NaN is refused instead of counted.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check statsmodels==0.15.0 numpy==2.4.6

cat >agree.py <<'PY'
import sys
import warnings
from importlib.metadata import version

import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

warnings.simplefilter("error")
print(f"statsmodels {version('statsmodels')}, numpy {version('numpy')}")
failed = False


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


def kappa(fillings):
    counts, categories = aggregate_raters(fillings)
    return f"{fleiss_kappa(counts):.2f}", [str(c) for c in categories]


def by_hand(pairs):
    agree = np.mean([a == b for a, b in pairs])
    share = [np.mean([x == c for pair in pairs for x in pair]) for c in {x for pair in pairs for x in pair}]
    chance = sum(p * p for p in share)
    return f"{(agree - chance) / (1 - chance):.2f}"


# A row is a food, a column a filling: 0 never, 1 once a week, 2 daily.
answered = [(0, 0), (0, 1), (1, 2), (1, 1), (2, 2), (2, 0), (0, 1), (2, 1), (0, 0)]
blank = (np.nan, np.nan)
print("\nNine foods are answered in both fillings, five in neither.")
print("One would expect the five to be left out, or refused.")
check("kappa of the nine answered foods, by hand", by_hand(answered), "0.16")
print("  statsmodels, kappa and its categories:")
check("  the nine answered foods", kappa(np.array(answered, float)), ("0.16", ["0.0", "1.0", "2.0"]))
check("  with the five blank ones", kappa(np.array(answered + [blank] * 5, float)), ("0.51", ["0.0", "1.0", "2.0", "nan"]))
texts = np.array([[str(x) for x in pair] for pair in answered] + [["", ""]] * 5)
check("  the same answers as texts, empty where blank", kappa(texts), ("0.51", ["", "0", "1", "2"]))
once = answered + [(1, np.nan)] * 5
check("  five foods blank in the second filling only", kappa(np.array(once, float)), ("0.01", ["0.0", "1.0", "2.0", "nan"]))

print("\nWith the number of categories named, NaN is refused:")
try:
    aggregate_raters(np.array(answered + [blank], float), n_cat=3)
    outcome = "counted"
except TypeError as error:
    outcome = type(error).__name__
check("n_cat=3", outcome, "TypeError")
sys.exit(failed)
PY
venv/bin/python agree.py
