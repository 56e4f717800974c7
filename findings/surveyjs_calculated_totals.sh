#!/usr/bin/env bash
# A calculated question ("expression") of SurveyJS takes an unanswered question for 0 and saves the
# result: somebody who answers nothing leaves a completed response with an intake of 0, the same as
# somebody who eats none. And `+` glues where an answer begins with 0: "2" + "05" is 205, although a
# numeric validator has passed both; sum() makes 7 of them.
# It hurts a dietitian who exports such totals. Export the answers and add them up outside; in the
# form guard each total with notempty, use inputType "number", and sum() rather than +.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --prefix "$work" --no-audit --no-fund --ignore-scripts --loglevel=error survey-core@3.1.1 >npm.log

cat >totals.js <<'JS'
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
function fill(elements, answers) {
  const survey = new Model({ elements });
  for (const [name, value] of Object.entries(answers)) survey.getQuestionByName(name).value = value;
  const valid = survey.validate();
  survey.completeLastPage();
  return { valid, state: survey.state, data: survey.data };
}

console.log('\nServings a week of eggs and natto, and three figures calculated from them.');
console.log('One would expect no figure, or none that can be told from an answer, while nothing is answered.');
const week = [
  { type: 'text', name: 'eggs', inputType: 'number' },
  { type: 'text', name: 'natto', inputType: 'number' },
  { type: 'expression', name: 'a_day', expression: '({eggs} + {natto}) / 7' },
  { type: 'expression', name: 'grams', expression: '{natto} * 50' },
  { type: 'expression', name: 'mean', expression: 'avg({eggs}, {natto})' },
];
const silent = fill(week, {});
check('nobody answered; the survey is', silent.state, 'completed');
check('what is saved', silent.data, { a_day: 0, grams: 0, mean: 0 });
const none = fill(week, { eggs: 0, natto: 0 }).data;
check('and of somebody who eats none', [none.a_day, none.grams, none.mean], [0, 0, 0]);
const half = fill(week, { eggs: 6 }).data;
check('eggs 6, natto unanswered: + counts natto as 0, avg() leaves it out', [half.a_day * 7, half.mean], [6, 6]);
const guarded = [week[0], { type: 'expression', name: 'a_day', expression: "iif({eggs} notempty, {eggs} / 7, 'unanswered')" }];
check('guarded with notempty', fill(guarded, {}).data, { a_day: 'unanswered' });

console.log('\nTwo numbers typed as 2 and 05. One would expect the total 7, or a refusal.');
const minutes = (more) => [
  { type: 'text', name: 'sun', ...more },
  { type: 'text', name: 'walk', ...more },
  { type: 'expression', name: 'plus', expression: '{sun} + {walk}' },
  { type: 'expression', name: 'total', expression: 'sum({sun}, {walk})' },
];
const typed = { sun: '2', walk: '05' };
const checked = fill(minutes({ validators: [{ type: 'numeric' }] }), typed);
check('the numeric validator passes', checked.valid, true);
check('+ gives', checked.data.plus, '205');
check('sum() gives', checked.data.total, 7);
const number = fill(minutes({ inputType: 'number' }), typed);
check('with inputType number both give', [number.data.plus, number.data.total], [7, 7]);
process.exit(failed ? 1 : 0);
JS
node totals.js
