// What config/model.yaml and the environment say of the model: endpoint, which model for which task, prices, budget.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelBudget } from '../domain/model-budget.ts';
import type { EnvironmentReader } from './environment.ts';
import { readYaml } from './yaml.ts';

const TIERS = ['cheap', 'strong'] as const;
type Tier = (typeof TIERS)[number];

export interface PricedModel {
  name: string;
  /** USD per million tokens; 0 where nobody sends a bill. */
  priceInput: number;
  priceOutput: number;
}

export interface ModelSettings {
  /** `null` for local endpoints that ask for none. */
  apiKey: string | null;
  /** `null` for the client's own default. */
  baseUrl: string | null;
  cheap: PricedModel;
  strong: PricedModel;
  /** `null`: articles are found by their words alone. */
  embedding: PricedModel | null;
  /** Tasks that are not named are done by the cheap one. */
  tasks: Record<string, Tier>;
}

const amount = z.number().min(0);
const price = z.strictObject({ input: amount, output: amount });
const limit = { day: amount.optional(), month: amount.optional() };
const modelFile = z.strictObject({
  tasks: z.record(z.string(), z.enum(TIERS)).default({}),
  embedding: z.string().min(1).nullable().default(null),
  prices: z.record(z.string(), price).default({}),
  budget_usd: z
    .strictObject({ ...limit, tasks: z.record(z.string(), z.strictObject(limit)).default({}) })
    .default({ day: 1, tasks: {} }),
});
export type ModelFile = z.output<typeof modelFile>;

/** The file may be left out: then there are no prices but those of the environment. */
export function readModelFile(configDir: string, shownPath: string, problems: string[]): ModelFile {
  const path = join(configDir, 'model.yaml');
  const file = existsSync(path) ? readYaml(path, shownPath, modelFile, problems)?.value : null;
  return file ?? modelFile.parse({});
}

export function modelBudget(file: ModelFile, env: EnvironmentReader): ModelBudget {
  const { day, month, tasks } = file.budget_usd;
  return {
    dayUsd: env.amount('MODEL_BUDGET_USD_PER_DAY') ?? day ?? null,
    monthUsd: month ?? null,
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([task, { day: dayUsd, month: monthUsd }]) => [
        task,
        { dayUsd: dayUsd ?? null, monthUsd: monthUsd ?? null },
      ]),
    ),
  };
}

/** A cheap, widely available default, with its list price; used when a key is all that is given. */
const DEFAULT_MODEL = { name: 'gpt-5-mini', price: { input: 0.25, output: 2 } };

/** `null`: no model, every summary is an extract. */
export function modelSettings(file: ModelFile, env: EnvironmentReader): ModelSettings | null {
  const apiKey = env.text('OPENAI_API_KEY');
  const baseUrl = env.address('OPENAI_BASE_URL', ['http', 'https']);
  const name = env.text('OPENAI_MODEL');
  if (!apiKey && !env.text('OPENAI_BASE_URL')) {
    if (name)
      env.problem('OPENAI_MODEL', 'it is set, but neither OPENAI_API_KEY nor OPENAI_BASE_URL is. Set one');
    return null;
  }
  if (baseUrl && !name) {
    env.problem(
      'OPENAI_MODEL',
      'found nothing, expected the name that the endpoint of OPENAI_BASE_URL knows. Set it',
    );
  }
  const priced = (key: NameKey, model: string): PricedModel =>
    pricedModel(model, { file, env, key, isFree: apiKey === null, isOpenAi: baseUrl === null });
  const cheap = priced('OPENAI_MODEL', name ?? DEFAULT_MODEL.name);
  const strong = env.text('OPENAI_MODEL_STRONG');
  const embedding = env.text('OPENAI_MODEL_EMBEDDING') ?? file.embedding;
  return {
    apiKey,
    baseUrl,
    cheap,
    strong: strong ? priced('OPENAI_MODEL_STRONG', strong) : cheap,
    embedding: embedding ? priced('OPENAI_MODEL_EMBEDDING', embedding) : null,
    tasks: file.tasks,
  };
}

type NameKey = 'OPENAI_MODEL' | 'OPENAI_MODEL_STRONG' | 'OPENAI_MODEL_EMBEDDING';

/** Without a key nobody sends a bill; with one, a budget can only be kept when the price is known. */
function pricedModel(
  name: string,
  by: { file: ModelFile; env: EnvironmentReader; key: NameKey; isFree: boolean; isOpenAi: boolean },
): PricedModel {
  const { file, env } = by;
  const isMain = by.key === 'OPENAI_MODEL';

  const isDefault = by.isOpenAi && name === DEFAULT_MODEL.name;
  const listed = file.prices[name] ?? (isDefault ? DEFAULT_MODEL.price : null);
  const free = by.isFree ? 0 : null;
  // Nothing is written that could cost.
  const freeOutput = by.key === 'OPENAI_MODEL_EMBEDDING' ? 0 : free;
  const input = (isMain ? env.amount('MODEL_PRICE_INPUT') : null) ?? listed?.input ?? free;
  const output = (isMain ? env.amount('MODEL_PRICE_OUTPUT') : null) ?? listed?.output ?? freeOutput;
  for (const [key, found] of [
    ['MODEL_PRICE_INPUT', input],
    ['MODEL_PRICE_OUTPUT', output],
  ] as const) {
    if (found !== null || (isMain && env.text(key))) continue;
    env.problem(
      isMain ? key : by.key,
      `found nothing, expected what ${name} costs in USD per million tokens, since the budget cannot be kept ` +
        'without it. Set it, or add the model to prices in config/model.yaml; 0 if it costs nothing',
    );
  }
  return { name, priceInput: input ?? 0, priceOutput: output ?? 0 };
}
