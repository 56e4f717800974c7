#!/usr/bin/env bash
# FHIRPath's repeat(item), the usual way to walk through a QuestionnaireResponse, keeps only one of
# all items that look the same (the standard wants it so). Two eggs at two meals are one egg; and as
# "grams: 50" looks the same under egg, egg and milk, a sum of grams is 50 where 150 g were eaten.
# It hurts a researcher who totals a food record with repeating groups: round portions vanish and
# nothing warns. Walk by path (item.item), or give every item an id; don't join amounts by `|`.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel=error fhirpath@5.2.2 >npm.log

cat >record.js <<'JS'
const fhirpath = require('fhirpath');
const r4 = require('fhirpath/fhir-context/r4');
console.log(`fhirpath ${require('fhirpath/package.json').version}, model R4`);

// A food record: the group "eaten" repeats, each time with a food and its grams.
const record = (withIds) => ({
  resourceType: 'QuestionnaireResponse',
  status: 'completed',
  item: ['egg', 'egg', 'milk'].map((food, i) => ({
    linkId: 'eaten',
    item: [
      { linkId: 'food', answer: [{ valueString: food }] },
      { linkId: 'grams', ...(withIds ? { id: `grams-${i}` } : {}), answer: [{ valueDecimal: 50 }] },
    ],
  })),
});

let failed = false;
function check(what, expression, response, want) {
  const got = JSON.stringify(fhirpath.evaluate(response, expression, null, r4));
  console.log(`\n${what}\n  ${expression}\n  ${got}`);
  if (got !== JSON.stringify(want)) {
    console.log(`  CHANGED: it was ${JSON.stringify(want)}`);
    failed = true;
  }
}

console.log('The record: egg 50 g, egg 50 g, milk 50 g. One would expect 150 g from each way to add it up.');
const plain = record(false);
const grams = "where(linkId='grams').answer.value";
check('By path, the sum is right:', `item.item.${grams}.sum()`, plain, [150]);
check('By repeat(item), 100 of 150 g are gone:', `repeat(item).${grams}.sum()`, plain, [50]);
check('The milk itself is there, so its grams are lost alone:', "repeat(item).where(linkId='food').answer.value", plain, ['egg', 'milk']);
check('And one of the two egg meals is gone as a whole:', "repeat(item).where(linkId='eaten').count()", plain, [2]);
check('Two meals joined by | are a set as well:', `(item[0].item.${grams} | item[2].item.${grams}).sum()`, plain, [50]);
check('combine() keeps both:', `item[0].item.${grams}.combine(item[2].item.${grams}).sum()`, plain, [100]);
check('With an id of its own on each item, repeat(item) is right too:', `repeat(item).${grams}.sum()`, record(true), [150]);
process.exit(failed ? 1 : 0);
JS
node record.js
