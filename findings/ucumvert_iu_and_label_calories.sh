#!/usr/bin/env bash
# UCUM says that arbitrary units compare with nothing else, and that the Calorie of a nutrition label,
# [Cal], is a kilocalorie. ucumvert makes every arbitrary unit the plain number 1, so that IU turn
# into percent, colonies or hertz and add up with them; and its [Cal] is a small calorie, 1,000 times
# too little, although the UCUM table inside the package says otherwise.
# It hurts whoever scores supplements and labels by UCUM codes: no error, a wrong figure. Convert IU
# by a factor of your own for each vitamin (40 IU of D = 1 µg), write kcal, and list allowed units.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check ucumvert==0.3.2 pint==0.25.3

cat >units.py <<'PY'
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import version
from pathlib import Path

import ucumvert

print(f"ucumvert {version('ucumvert')}, pint {version('pint')}")
failed = False
registry = ucumvert.PintUcumRegistry()


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


def amount(number, code):
    return number * registry.from_ucum(code)


def convert(number, code, to):
    return f"{amount(number, code).to(registry.from_ucum(to)).magnitude:g} {to}"


essence = ET.parse(Path(ucumvert.__file__).parent / "vendor" / "ucum-essence.xml").getroot()
table = {unit.get("Code"): unit for unit in essence.iter() if unit.get("Code")}
value = next(part for part in table["[Cal]"] if part.tag.endswith("value"))

print("\nThe UCUM table that comes with the package:")
check("[iU] is marked as arbitrary", table["[iU]"].get("isArbitrary"), "yes")
check("[CFU] is marked as arbitrary", table["[CFU]"].get("isArbitrary"), "yes")
check("[Cal] is", f"{value.get('value')} {value.get('Unit')}", "1 kcal_th")

print("\nArbitrary units: one would expect an error from each of these.")
check("400 [iU] in percent", convert(400, "[iU]", "%"), "40000 %")
check("400 [iU] in colony forming units", convert(400, "[iU]", "[CFU]"), "400 [CFU]")
check("400 [iU]/d in hertz", convert(400, "[iU]/d", "Hz"), "0.00462963 Hz")
check("400 [iU] plus 50 %", f"{(amount(400, '[iU]') + amount(50, '%')).magnitude:g}", "400.5")
check("5 [iU] equals the number 5", bool(amount(5, "[iU]") == 5), True)
try:
    refused = convert(400, "[iU]", "ug")
except Exception as error:
    refused = type(error).__name__
check("400 [iU] in ug (rightly refused)", refused, "DimensionalityError")

print("\nCalories: one would expect 100 [Cal] = 100 kcal = 418.4 kJ.")
check("100 kcal in kJ", convert(100, "kcal", "kJ"), "418.4 kJ")
check("100 [Cal] in kJ", convert(100, "[Cal]", "kJ"), "0.4184 kJ")
check("100 [Cal] in kcal", convert(100, "[Cal]", "kcal"), "0.1 kcal")
sys.exit(failed)
PY
venv/bin/python units.py
