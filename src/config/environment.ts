// Reads single environment variables, and says what is wrong with one without repeating a secret.
import { nearestName } from './yaml.ts';

/** Every variable the app knows. */
export const VARIABLES = [
  'DATA_DIR',
  'CONFIG_DIR',
  'DATABASE_URL',
  'REDIS_URL',
  'PORT',
  'HOST',
  'SANDBOX_PORT',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_API_URL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_MODEL',
  'OPENAI_MODEL_STRONG',
  'OPENAI_MODEL_EMBEDDING',
  'MODEL_BUDGET_USD_PER_DAY',
  'MODEL_PRICE_INPUT',
  'MODEL_PRICE_OUTPUT',
  'LOG_LEVEL',
  'CONTACT',
  'ALLOW_PRIVATE_HOSTS',
  'PUSH_TOKEN',
  'GITHUB_TOKEN',
  'OPENREVIEW_TOKEN',
  'SEMANTIC_SCHOLAR_KEY',
] as const;
export type Variable = (typeof VARIABLES)[number];

/** Variables with these beginnings are ours to understand; others may belong to anything on the machine. */
const OURS = /^(SLACK|OPENAI|MODEL|DATABASE|REDIS|SANDBOX|ALLOW_PRIVATE)_/;

export class EnvironmentReader {
  readonly #values: Record<string, string | undefined>;
  readonly #problems: string[];

  constructor(values: Record<string, string | undefined>, problems: string[]) {
    this.#values = values;
    this.#problems = problems;
  }

  problem(name: Variable, words: string): void {
    this.#problems.push(`${name}: ${words}`);
  }

  /** A misspelt name would otherwise be a setting that silently does nothing. */
  reportMisspelt(): void {
    for (const name of Object.keys(this.#values)) {
      if (!OURS.test(name) || VARIABLES.some((known) => known === name)) continue;
      const near = nearestName(name, VARIABLES, 2);
      if (near) this.#problems.push(`${name}: an unknown variable: did you mean ${near}? Rename or unset it`);
    }
  }

  /** Empty counts as unset, since env files and compose pass empty strings on. */
  text(name: Variable): string | null {
    return this.#values[name]?.trim() || null;
  }

  list(name: Variable): string[] {
    const items = (this.text(name) ?? '').split(',');
    return items.map((item) => item.trim()).filter((item) => item !== '');
  }

  choice<Choice extends string>(name: Variable, choices: readonly Choice[]): Choice | null {
    const found = this.text(name);
    if (found === null) return null;
    const choice = choices.find((candidate) => candidate === found);
    if (choice === undefined) this.problem(name, `found "${found}", expected one of ${choices.join(', ')}`);
    return choice ?? null;
  }

  port(name: Variable, fallback: number): number {
    const found = this.text(name);
    if (found === null) return fallback;
    const port = /^\d{1,5}$/.test(found) ? Number(found) : Number.NaN;
    if (port <= 65_535) return port;
    this.problem(name, `found "${found}", expected a port from 0 to 65535, such as ${fallback}`);
    return fallback;
  }

  /** An amount of money, not negative. */
  amount(name: Variable): number | null {
    const found = this.text(name);
    if (found === null) return null;
    const amount = /^\d+(\.\d+)?$/.test(found) ? Number(found) : Number.NaN;
    if (Number.isFinite(amount)) return amount;
    this.problem(name, `found "${found}", expected an amount in USD such as 0.25`);
    return null;
  }

  /** An address with one of `schemes`. Only its beginning is repeated: the rest may hold a password. */
  address(name: Variable, schemes: readonly string[]): string | null {
    const found = this.text(name);
    if (found === null) return null;
    const url = URL.parse(found);
    if (url && schemes.includes(url.protocol.slice(0, -1))) return found;
    const beginnings = schemes.map((scheme) => `${scheme}://`).join(' or ');
    const beginning =
      url && found.includes('://') ? `an address that begins with ${url.protocol}//` : 'no address';
    this.problem(name, `found ${beginning}, expected one that begins with ${beginnings}`);
    return null;
  }

  /** A Slack token, whose kind is told by its beginning. */
  token(name: Variable, beginning: string, where: string): string | null {
    const found = this.text(name);
    if (found === null || found.startsWith(beginning)) return found;
    const kind = /^[a-z]{4}-/.exec(found)?.[0];
    this.problem(
      name,
      `found ${kind ? `a token that begins with ${kind}` : 'something that is no such token'}, ` +
        `expected one that begins with ${beginning}. It is at api.slack.com/apps, ${where}`,
    );
    return null;
  }
}
