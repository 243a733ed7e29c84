// What calls of the model used and cost. Apart from the client, so that who only counts does not load its library.

export interface ModelUsage {
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** `null` where the price of the model is not configured. */
  costUsd: number | null;
  /** From sending to the whole answer, of all requests together; waiting for room is not counted. */
  latencyMs: number;
  /** Requests that were answered: one where the first answer would do. */
  requests: number;
}

/** What two answers cost together. */
export function addUsage(one: ModelUsage, other: ModelUsage | null): ModelUsage {
  if (!other) return one;
  return {
    model: one.model,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    costUsd: one.costUsd === null || other.costUsd === null ? null : one.costUsd + other.costUsd,
    latencyMs: one.latencyMs + other.latencyMs,
    requests: one.requests + other.requests,
  };
}
