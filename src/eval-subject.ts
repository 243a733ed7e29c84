// What an evaluation evaluates: a model of the configured endpoint with a prompt, or the stand-in where there is none.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { STAND_IN, standInModel } from './evaluation/stand-in-model.ts';
import { createModelClient, type ModelClient } from './llm/model-client.ts';
import { loadPrompts, type Prompts, readSummaryPrompt } from './llm/prompts.ts';

export interface Subject {
  name: string;
  /** Where it answers: models of one name at two endpoints are two. */
  endpoint: string;
  model: ModelClient;
  isStandIn: boolean;
  /** USD per million tokens; `null` where they are not known. */
  prices: { input: number; output: number } | null;
  prompts: Prompts;
}

/** A small model on a small machine takes minutes for a long article. */
const TIMEOUT_MS = 10 * 60_000;

export async function chooseSubject(
  config: Config,
  wanted: { model: string | undefined; promptPath: string | undefined },
): Promise<Subject> {
  const given = loadPrompts(config.promptsDir);
  const path = wanted.promptPath;
  const prompts = path ? { ...given, 'summarise-article': readSummaryPrompt(resolve(path)) } : given;
  const { model } = config;
  if (!model || wanted.model === STAND_IN) {
    return {
      name: STAND_IN,
      endpoint: STAND_IN,
      model: standInModel(),
      isStandIn: true,
      prices: { input: 0, output: 0 },
      prompts,
    };
  }
  const { cheap, strong, apiKey, baseUrl } = model;
  const known = [cheap, strong].find(({ name }) => name === (wanted.model ?? cheap.name));
  const listed = config.modelPrices[wanted.model ?? cheap.name];
  // Without a key nobody sends a bill.
  const free = apiKey === null ? { input: 0, output: 0 } : null;
  const prices = known ? { input: known.priceInput, output: known.priceOutput } : (listed ?? free);
  const name = wanted.model ?? cheap.name;
  const client = createModelClient({
    apiKey,
    baseUrl,
    model: name,
    prices: prices && { inputUsdPerMillion: prices.input, outputUsdPerMillion: prices.output },
    timeoutMs: TIMEOUT_MS,
  });
  return { name, endpoint: baseUrl ?? 'openai', model: client, isStandIn: false, prices, prompts };
}

/** `against` is a prompt's file, or else the name of a model. */
export async function subjectAgainst(config: Config, subject: Subject, against: string): Promise<Subject> {
  if (against.endsWith('.md') || existsSync(against)) {
    return {
      ...subject,
      prompts: { ...subject.prompts, 'summarise-article': readSummaryPrompt(resolve(against)) },
    };
  }
  return await chooseSubject(config, { model: against, promptPath: undefined });
}
