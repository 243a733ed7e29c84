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

  /**
   * USD at most after one more request that sends `sent` and is answered by `mostTokens`; 0 where the price is not
   * known. A token is at least a byte, so that no tokeniser makes more of it.
   */
  mostAfter(sent: unknown, mostTokens: number): number {
    const input = this.#input + Buffer.byteLength(JSON.stringify(sent)) + FRAME_TOKENS;
    return this.#costOf(input, this.#output + mostTokens) ?? 0;
  }

  #costOf(input: number, output: number): number | null {
    const { prices } = this.#settings;
    return prices ? (input * prices.inputUsdPerMillion + output * prices.outputUsdPerMillion) / 1e6 : null;
  }

  total(): ModelUsage {
    const { model } = this.#settings;
    const costUsd = this.#costOf(this.#input, this.#output);
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

/** What endpoints put around messages and schema. */
const FRAME_TOKENS = 256;

/** About four bytes a token, for English and for Chinese alike. */
function roughTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
