// What the requests behind one answer cost. Pure.
import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { ModelSettings } from './model-client.ts';
import type { ModelUsage } from './model-usage.ts';

/** Tokens and time of all requests behind one answer. */
export class Spending {
  readonly #settings: Pick<ModelSettings, 'model' | 'prices'>;
  #requests = 0;
  #input = 0;
  #output = 0;
  #ms = 0;

  constructor(settings: Pick<ModelSettings, 'model' | 'prices'>) {
    this.#settings = settings;
  }

  add(completion: ChatCompletion, messages: unknown, ms: number): void {
    this.#requests++;
    this.#ms += ms;
    // Some endpoints report no usage; counted as nothing, a budget would never be spent.
    this.#input += completion.usage?.prompt_tokens ?? roughTokens(JSON.stringify(messages));
    this.#output +=
      completion.usage?.completion_tokens ?? roughTokens(completion.choices?.[0]?.message?.content ?? '');
  }

  /** `null` where no request was answered. */
  usage(): ModelUsage | null {
    return this.#requests > 0 ? this.total() : null;
  }

  total(): ModelUsage {
    const { model, prices } = this.#settings;
    const costUsd = prices
      ? (this.#input * prices.inputUsdPerMillion + this.#output * prices.outputUsdPerMillion) / 1e6
      : null;
    return {
      model,
      inputTokens: this.#input,
      outputTokens: this.#output,
      costUsd,
      latencyMs: Math.round(this.#ms),
      requests: this.#requests,
    };
  }
}

/** About four bytes a token, for English and for Chinese alike. */
function roughTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
