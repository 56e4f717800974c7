// Fills in a survey with SurveyJS, page by page. Reads [form, answers] pairs as JSON, where answers
// are [name, value] in the order of answering; writes for each what is seen and saved, as JSON.
const { Model } = require("survey-core");

function fillIn([form, answers]) {
  const survey = new Model(form);
  for (const [name, value] of answers) survey.setValue(name, value);
  const visible = survey.getAllQuestions(true).filter((question) => question.isVisibleInSurvey);
  const of = (isNote) => visible.filter((q) => (q.getType() === "html") === isNote);
  const found = {
    notes: of(true).map((question) => [question.name, question.locHtml.renderedHtml]),
    questions: of(false).map((question) => [question.name, question.locTitle.renderedHtml]),
    partial: structuredClone(survey.data),
  };
  while (!survey.isLastPage && survey.nextPage());
  survey.tryComplete();
  const faults = visible.flatMap((q) => q.errors.map((error) => [q.name, error.text]));
  return { ...found, state: survey.state, faults, data: survey.data };
}

const pairs = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(pairs.map(fillIn)));
