// Briefs from a template, in English.
import type { Facts, Template, Templates } from './brief-templates.ts';

const quoted = (sentence: string): string => `“${sentence}”`;

const measured = ({ result }: Facts, otherwise: string): string =>
  result ? `The article's own figure to hold it against: ${quoted(result)}` : otherwise;

function dataAndLicence({ data, licence }: Facts): string {
  const ours = 'Twenty examples of our own, without personal data.';
  const theirs = data ? ` The article works with: ${quoted(data)}` : '';
  const terms = licence
    ? ` On the licence it says: ${quoted(licence)}`
    : ' It does not say under which licence: look that up before anything leaves the team.';
  return ours + theirs + terms;
}

const startFrom = ({ code }: Facts): string => (code ? ` Start from what it points to: ${quoted(code)}` : '');

const paper: Template = (facts) => ({
  title: `Try the idea of ${facts.name}`,
  hypothesis: `On twenty examples of our own this holds as it does in the paper: ${facts.claim}`,
  forWhom:
    'Whoever here runs the task that the paper improves; pair them with someone who has read its method.',
  timeBoxHours: 8,
  steps: [
    `Put the paper's idea into one prompt or one call to a model we have, and run it on three real inputs.${startFrom(facts)}`,
    'Write down what came out wrong, and what it would have taken to be right.',
    'Collect twenty examples with the answer that an expert would give.',
    'Run what we do today and the idea side by side on the twenty, and count.',
    'Only if the idea wins: take the authors’ method as it is, or tune.',
  ],
  metric: `Right answers out of twenty, ours today against the idea; it is worth going on from three more. ${measured(facts, 'The paper’s summary gives no figure to hold it against.')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: 'A few hundred calls to a hosted model, in the order of 1 to 5 USD; no GPU until the last step.',
  done: 'A table of the twenty examples with both answers, and one sentence: does it hold for us?',
});

const model: Template = (facts) => ({
  title: `Put ${facts.name} to our own task`,
  hypothesis: `On our task the model does as well as the one we use, at less cost or time. It is said: ${facts.claim}`,
  forWhom:
    'The team whose feature runs on a model today; the domain expert judges the answers without knowing whose they are.',
  timeBoxHours: 6,
  steps: [
    `Send five of our real prompts to the model, unchanged, through a hosted endpoint or a local server.${startFrom(facts)}`,
    'Fix what is only wording (chat template, output format), nothing else.',
    'Take thirty prompts from what we really serve, with answers we know to be good.',
    'Run both models over the thirty; note answers, seconds and tokens.',
    'Have the answers judged blind, in pairs.',
  ],
  metric: `Share of pairs in which the new model is as good or better (goal: 50 %), with seconds and USD per answer. ${measured(facts, 'No figure of its own is quoted in the article.')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: 'Thirty prompts and two models: under 2 USD hosted; on our own GPU an hour for each 10 billion parameters is ample.',
  done: 'Three pairs of answers on the screen, the score of the blind judgement, and the cost of a thousand answers.',
});

const tool: Template = (facts) => ({
  title: `Build one small thing with ${facts.name}`,
  hypothesis: `With it, one job that we do by hand or with our own code gets shorter by half. It promises: ${facts.claim}`,
  forWhom: 'The engineer who owns that job now, with one who has never seen it.',
  timeBoxHours: 4,
  steps: [
    `Install it in an empty folder and get its own first example to run.${startFrom(facts)}`,
    'Do one real job of ours with it, the smallest that is not a toy.',
    'Break it on purpose: wrong input, no network, a large file. Note what it says.',
    'Run ten real inputs through it and through what we use now; count failures and minutes.',
    'List what it would take to keep it: dependencies, upgrades, what it sends where.',
  ],
  metric: `Minutes and lines of our own code before and after, and failures out of ten inputs. ${measured(facts, 'The article gives no figure of its own.')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: 'An afternoon for two people; calls to a model, if it makes any, stay under 5 USD.',
  done: 'The real job, run live from start to end, and the list of what broke.',
});

const news: Template = (facts) => ({
  title: `Check what it changes for us: ${facts.name}`,
  hypothesis: `This lets us do something next month that we cannot do today: ${facts.claim}`,
  forWhom: 'The product lead who would decide on it, and one engineer who can tell what it takes.',
  timeBoxHours: 3,
  steps: [
    'Write the prompt or the call that would make use of it, and run it with whatever is open to us today.',
    'Write down the one user story that it would change, and ask two people who live it.',
    'Collect five real cases of that story and try them by hand.',
    'Say what is missing: access, price, quality, permission.',
  ],
  metric: `Of the five cases, how many come out well enough to be shown to a user (goal: three). ${measured(facts, 'The article gives no figure.')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: 'Half a day of two people; under 1 USD of calls.',
  done: 'One page: what is new, the five cases, what we should do about it and by when.',
});

const lesson: Template = (facts) => ({
  title: `Redo it with our own data: ${facts.name}`,
  hypothesis: `What it teaches works on our data in an afternoon: ${facts.claim}`,
  forWhom: 'One who is new to the subject does it; one who knows it answers questions.',
  timeBoxHours: 4,
  steps: [
    `Take its smallest example and run it as it stands, before reading on.${startFrom(facts)}`,
    'Change one thing that it says matters, and predict what will happen before you look.',
    'Put ten examples of our own in place of its data.',
    'Note where it went differently from what the article says.',
  ],
  metric: `Of ten examples of ours, how many come out as the article would have it. ${measured(facts, 'It gives no figure to compare with.')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: 'An afternoon; a laptop or a free notebook is enough.',
  done: 'The notebook, run live, and three things that we would tell the next newcomer.',
});

const demo: Template = (facts) => ({
  title: `Rebuild the core of ${facts.name}`,
  hypothesis: `Its core is small enough that two of us can make our own version in a day: ${facts.claim}`,
  forWhom: 'Whoever would put it before users; pair one who builds with one who knows what users ask.',
  timeBoxHours: 8,
  steps: [
    'Use the demo for fifteen minutes with our own inputs, and note the three answers that surprise.',
    `Write the one prompt or call that does most of it, and run it on the same inputs.${startFrom(facts)}`,
    'Collect fifteen inputs of our own, among them five that it should refuse.',
    'Compare the demo’s answers and ours on the fifteen.',
    'Only then give it a page to type into.',
  ],
  metric: `Inputs out of fifteen on which ours is as good, and none of the five let through. ${measured(facts, 'The demo states no figure.')}`,
  dataAndLicence: dataAndLicence(facts),
  cost: 'A day of two people; 1 to 5 USD of calls.',
  done: 'Both versions side by side, on inputs that the audience calls out.',
});

const event: Template = (facts) => ({
  title: `Have something to show at ${facts.name}`,
  hypothesis: `What we made this quarter is worth ten minutes of other people's time there: ${facts.claim}`,
  forWhom: 'Those who built it, and one who was not there to ask the questions that the audience will ask.',
  timeBoxHours: 6,
  steps: [
    'Write the title and three sentences that would be the proposal, and read them to two colleagues.',
    'Pick the one result that is measured, and run it again so that it can be shown live.',
    'Collect the five examples that make it clear, two of them failures.',
    'Give the ten minutes once, to the channel, and change what was asked twice.',
  ],
  metric: 'Of five listeners, how many can say afterwards what was found and what it rests on (goal: four).',
  dataAndLicence: 'Only what may be shown outside: check each example, and whose data it is.',
  cost: 'Six hours of two people, and the way there.',
  done: 'The ten minutes, given to the channel, and the proposal handed in.',
});

export const englishTemplates: Templates = {
  paper,
  model,
  tool,
  news,
  funding: news,
  event,
  lesson,
  demo,
};
