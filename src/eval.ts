#!/usr/bin/env node
// Measures how well a model summarises a fixed set of articles, and compares it with the last run, with no model, and
// with another model, prompt or run. `npm run eval -- --help` says how.
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, loadConfig, readEnvironment } from './config.ts';
import type { Evaluation, Opponent } from './domain/evaluation.ts';
import { type EvaluationBill, openBill } from './eval-bill.ts';
import { chooseSubject, type Subject, subjectAgainst } from './eval-subject.ts';
import { withWrongSummaries } from './eval-wrong.ts';
import { type ArticleSet, NoArticleSet, readArticleSet, sampleOf } from './evaluation/article-set.ts';
import { cachedModel } from './evaluation/cached-model.ts';
import { evaluationOf, nameOf, type Run } from './evaluation/compare-runs.ts';
import { type Estimate, estimateCost } from './evaluation/estimate-cost.ts';
import { renderTable } from './evaluation/print-table.ts';
import { renderReport } from './evaluation/report-page.ts';
import { evaluateExtracts, runEvaluation } from './evaluation/run-evaluation.ts';
import { openRunShelf, type RunShelf } from './evaluation/run-shelf.ts';
import type { ModelClient } from './llm/model-client.ts';

const USAGE = `Usage: npm run eval -- [options]

  --against X     compare with another model of the endpoint, a prompt file (*.md), or a run's id
  --model NAME    evaluate this model instead of OPENAI_MODEL; "stand-in" for none
  --prompt FILE   evaluate this prompt instead of config/prompts/summarise-article.md
  --set PATH      articles: a folder of *.md, a .jsonl or a .json file; default config/evaluation
  --limit N       only N articles, spread over the set
  --with-wrong    also the articles whose summaries people marked as wrong
  --budget USD    spend at most this; needed for a paid model while the app holds the embedded database
  --at-once N     articles asked for side by side; default 4
  --help          show this

Answers are kept in DATA_DIR/evals: what was asked before costs nothing, and a run that was stopped goes on.`;

/** Something that the operator has to change; told without a stack. */
class Refusal extends Error {}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function readOptions() {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: {
      against: { type: 'string' },
      model: { type: 'string' },
      prompt: { type: 'string' },
      set: { type: 'string' },
      limit: { type: 'string' },
      'with-wrong': { type: 'boolean' },
      budget: { type: 'string' },
      'at-once': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const number = (key: 'limit' | 'budget' | 'at-once', least: number): number | null => {
    const given = values[key];
    if (given === undefined) return null;
    const value = Number(given);
    if (!(value >= least)) throw new Refusal(`--${key}: found ${given}, expected a number from ${least}`);
    return value;
  };
  return {
    ...values,
    limit: number('limit', 1),
    mostUsd: number('budget', 0),
    atOnce: number('at-once', 1) ?? 4,
  };
}

interface Setting {
  shelf: RunShelf;
  bill: EvaluationBill;
  set: ArticleSet;
  atOnce: number;
  signal: AbortSignal;
}

async function run(subject: Subject, { shelf, bill, set, atOnce, signal }: Setting): Promise<Run> {
  const { name, endpoint, prompts, prices } = subject;
  const prompt = prompts['summarise-article'];
  const estimate = await estimateCost({ name, endpoint, prompts, prices }, set, shelf.answers);
  const left = await bill.leftUsd();
  const cost = costOf(name, estimate);
  print(
    `${name}: ${set.articles.length} articles of "${set.name}", ${estimate.asked} to be asked for, ` +
      `about ${cost.toFixed(4)} USD` +
      (left === null ? '' : `, ${Math.max(0, left).toFixed(4)} USD left of the budget`),
  );
  if (left !== null && cost > Math.max(0, left)) {
    throw new Refusal(
      'That is more than is left. Take fewer articles with --limit, or raise the limit: --budget, or budget_usd in ' +
        'config/model.yaml',
    );
  }
  let costUsd = 0;
  const endpointFaults = new Set<string>();
  const refused = new Set<string>();
  const within: ModelClient = {
    ...subject.model,
    answer: (request) => bill.spend(prompt.version, (allow) => subject.model.answer({ ...request, allow })),
  };
  const client = cachedModel(within, endpoint, shelf.answers, async (answer) => {
    costUsd += answer.usage?.costUsd ?? 0;
    if (answer.kind !== 'failed') return;
    if (answer.fault === 'endpoint') endpointFaults.add(answer.reason);
    if (answer.fault === 'budget' || answer.fault === 'held') refused.add(answer.reason);
  });
  const moving = process.stdout.isTTY;
  const results = await runEvaluation(client, prompts, set, {
    atOnce,
    signal,
    // What costs nothing goes on, however little is left.
    mayGoOn: async () => refused.size === 0,
    progress: (done, of, result) => {
      const line = `${String(done).padStart(3)} of ${of}  ${result.failed ? `✗ ${result.failed}` : '✓'}  ${result.id}`;
      if (moving) process.stdout.write(`\r\u001b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
      else if (done % 10 === 0 || done === of) print(line);
    },
  });
  if (moving) process.stdout.write('\r\u001b[2K');
  signal.throwIfAborted();
  tellOfBudget(results, set, refused);
  tellOfEndpoint(results, endpointFaults);
  const at = new Date().toISOString();
  const promptHash = createHash('sha256').update(JSON.stringify(prompt)).digest('hex').slice(0, 12);
  const { isStandIn } = subject;
  const id = `${at.replace(/[:.]/g, '-')}-${name.replace(/[^\w.-]+/g, '-').slice(0, 40)}`;
  const kept: Run = {
    id,
    at,
    model: name,
    isStandIn,
    promptVersion: prompt.version,
    promptHash,
    set: set.name,
    results,
    costUsd,
  };
  shelf.keepRun(kept);
  return kept;
}

/** A run that there was too little money for is no measure of the model, and is not kept. */
function tellOfBudget(results: Run['results'], set: ArticleSet, refused: ReadonlySet<string>): void {
  if (results.length === set.articles.length && refused.size === 0) return;
  const done = results.filter(({ failed }) => failed === null || !refused.has(failed)).length;
  const [why] = refused;
  throw new Refusal(
    `The budget is used up after ${done} of ${set.articles.length} articles${why ? `: ${why}` : ''}. ` +
      'Run the same again later, or with more: what was answered is kept',
  );
}

/** What is not known can be kept within no budget. */
function costOf(name: string, { asked, costUsd }: Estimate): number {
  if (costUsd === null && asked > 0) {
    throw new Refusal(
      `What ${name} costs is not known, so no budget can be kept. Add it to prices in config/model.yaml; 0 if it ` +
        'costs nothing',
    );
  }
  return costUsd ?? 0;
}

/** An endpoint that is down says nothing of its model: the run is no measure of it, and is not kept. */
function tellOfEndpoint(results: Run['results'], faults: ReadonlySet<string>): void {
  const unanswered = results.filter(({ failed }) => failed !== null && faults.has(failed));
  if (unanswered.length === 0) return;
  const why = `(${[...faults].at(-1)})`;
  if (unanswered.length === results.length) {
    throw new Refusal(`The endpoint answered for none of the articles ${why}: this run is not kept`);
  }
  print(
    `The endpoint gave no answer for ${unanswered.length} of ${results.length} articles ${why}: they count as not ` +
      'usable. Run the same again to ask for these alone',
  );
}

async function evaluate(
  options: ReturnType<typeof readOptions>,
  config: Config,
  rootDir: string,
  signal: AbortSignal,
): Promise<void> {
  const shelf = openRunShelf(config.dataDir);
  const fixed = readArticleSet(options.set ? resolve(options.set) : join(rootDir, 'config', 'evaluation'));
  const whole = options['with-wrong'] ? await withWrongSummaries(config, fixed) : fixed;
  const set = sampleOf(whole, options.limit);
  const subject = await chooseSubject(config, { model: options.model, promptPath: options.prompt });
  const kept = options.against === undefined ? null : shelf.findRun({ id: options.against });
  const other = options.against && !kept ? await subjectAgainst(config, subject, options.against) : null;
  const last = shelf.findRun({ set: set.name });
  const isFree = [subject, other].every((one) => !one?.prices || one.prices.input + one.prices.output === 0);
  const bill = await openBill(config, isFree, options.mostUsd);
  try {
    if (subject.isStandIn)
      print('No model is configured: a stand-in makes up answers, which say nothing of any model');
    const setting = { shelf, bill, set, atOnce: options.atOnce, signal };
    const against = kept ?? (other ? await run(other, setting) : null);
    const ours = await run(subject, setting);
    const opponents: [Opponent, string, Run['results']][] = [
      ['extract', 'extracts, without a model', evaluateExtracts(set)],
    ];
    if (last)
      opponents.push(['last', `${nameOf(last)}, ${last.at.slice(0, 16).replace('T', ' ')}`, last.results]);
    if (against) opponents.push(['against', nameOf(against), against.results]);
    show(evaluationOf(ours, opponents), ours, shelf);
  } finally {
    await bill.close();
  }
}

function show(evaluation: Evaluation, ours: Run, shelf: RunShelf): void {
  print(`\n${renderTable(evaluation)}\n`);
  const path = shelf.keepReport(evaluation, renderReport(evaluation, ours.results));
  print(`Run ${ours.id}; cost ${ours.costUsd.toFixed(4)} USD`);
  print(`Report: ${path}`);
}

const cancel = new AbortController();
process.once('SIGINT', () => cancel.abort());
process.once('SIGTERM', () => cancel.abort());
try {
  const options = readOptions();
  const rootDir = dirname(import.meta.dirname);
  if (options.help) print(USAGE);
  else await evaluate(options, loadConfig(readEnvironment(rootDir), {}, rootDir), rootDir, cancel.signal);
} catch (error) {
  const told =
    error instanceof Refusal ||
    error instanceof ConfigError ||
    error instanceof NoArticleSet ||
    (error instanceof Error && ('forOperator' in error || 'code' in error));
  const says = error instanceof Error ? (told ? error.message : error.stack) : String(error);
  process.stderr.write(cancel.signal.aborted ? 'Stopped; what was answered is kept\n' : `${says}\n`);
  process.exitCode = 1;
}
