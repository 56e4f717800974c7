#!/usr/bin/env bash
# statsmodels draws Bland and Altman's limits of agreement with the standard deviation over n, where
# their paper (Lancet 1986; i: 307) and R take it over n - 1. With six people the limits are 9 % too
# narrow, with the 17 of the paper 3 %; nothing says so, and the numbers are written with two digits.
# It hurts a researcher who tries a questionnaire on few people: it looks better than it is. Compute
# the limits with numpy (ddof=1) and draw them yourself.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check \
    statsmodels==0.15.0 numpy==2.4.6 matplotlib

cat >limits.py <<'PY'
import sys
from importlib.metadata import version

import matplotlib

matplotlib.use("Agg")
import numpy as np
from statsmodels.graphics.agreement import mean_diff_plot

print(f"statsmodels {version('statsmodels')}, numpy {version('numpy')}")
failed = False


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


first = np.array([10, 12, 9, 14, 11, 13.0])
second = np.array([11, 10, 12, 13, 14, 12.0])
differences = second - first


def lower(ddof):
    return f"{differences.mean() - 1.96 * differences.std(ddof=ddof):.3f}"


axes = mean_diff_plot(second, first).axes[0]
drawn = f"{axes.lines[1].get_ydata()[0]:.3f}"
print("\nSix people, the lower limit of agreement. One would expect it over n - 1.")
check("by hand, over n - 1", lower(1), "-3.749")
check("drawn by statsmodels", drawn, "-3.379")
check("by hand, over n", lower(0), "-3.379")
check("what stands beside the line", axes.texts[1].get_text(), "-1.96 SD: -3.4")
sys.exit(failed)
PY
venv/bin/python limits.py
