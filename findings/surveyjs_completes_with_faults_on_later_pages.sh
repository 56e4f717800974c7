#!/usr/bin/env bash
# tryComplete() of SurveyJS checks the page that is shown and no other: a survey of two pages is
# completed from its first page, with a number above the maximum and a required question unanswered
# on the second. It returns true, and the state is "completed". So does completeLastPage().
# It hurts whoever fills in surveys by program, to import answers or to test a form: nothing is ever
# refused. Call validate() first, which checks every page, or go through the pages with nextPage().
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel=error survey-core@3.1.1 >npm.log

cat >pages.js <<'JS'
const { Model } = require('survey-core');
const about = JSON.parse(require('fs').readFileSync('node_modules/survey-core/package.json', 'utf8'));
console.log(`survey-core ${about.version}`);
let failed = false;
function check(what, got, want) {
  console.log(`  ${what}: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(want)) {
    console.log(`    CHANGED: it was ${JSON.stringify(want)}`);
    failed = true;
  }
}
function filled() {
  const survey = new Model({
    pages: [
      { name: 'food', elements: [{ type: 'text', name: 'eggs' }] },
      {
        name: 'supplements',
        elements: [
          { type: 'text', name: 'd_ug', inputType: 'number', max: 2500 },
          { type: 'text', name: 'brand', isRequired: true },
        ],
      },
    ],
  });
  survey.setValue('d_ug', 99999);
  return survey;
}

console.log('\n99,999 µg of vitamin D where 2,500 is the maximum, and a required answer that is missing.');
console.log('One would expect tryComplete() to refuse.');
for (const way of ['tryComplete', 'completeLastPage']) {
  const survey = filled();
  check(`${way}() returns`, survey[way](), true);
  check('  and leaves', [survey.state, survey.data], ['completed', { d_ug: 99999 }]);
}
check('validate() of the same survey', filled().validate(), false);
const walked = filled();
while (!walked.isLastPage && walked.nextPage());
check('tryComplete() on the last page', walked.tryComplete(), false);
check('  and leaves', walked.state, 'running');
process.exit(failed ? 1 : 0);
JS
node pages.js
