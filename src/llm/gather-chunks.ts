// One answer out of the bits that it comes in. Neither its length nor the wait for its next bit is left to the endpoint.
import { APIConnectionTimeoutError } from 'openai';
import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';

/** As the client library streams them: once aborted, they end without an error. */
export interface Chunks extends AsyncIterable<ChatCompletionChunk> {
  controller: AbortController;
}

export interface Gathering {
  /** Told of all that was written so far. */
  onText(soFar: string): void;
  /** An answer that runs on is stopped there, and counts as cut off. */
  mostCharacters: number;
  /** For the next chunk; the client's own time-out ends with the first byte. Throws `APIConnectionTimeoutError`. */
  patienceMs: number;
}

/** The answer that the chunks add up to; `null` where none came, as from an endpoint that does not stream. */
export async function gatherChunks(
  chunks: Chunks,
  { onText, mostCharacters, patienceMs }: Gathering,
): Promise<ChatCompletion | null> {
  let last: ChatCompletionChunk | null = null;
  let content = '';
  let refusal = '';
  let finish: ChatCompletion.Choice['finish_reason'] | null = null;
  let usage: ChatCompletion['usage'];
  let isStalled = false;
  const patience = setTimeout(() => {
    isStalled = true;
    chunks.controller.abort();
  }, patienceMs);
  try {
    for await (const chunk of chunks) {
      patience.refresh();
      last = chunk;
      usage = chunk.usage ?? usage;
      const choice = chunk.choices?.[0];
      finish = choice?.finish_reason ?? finish;
      refusal += choice?.delta?.refusal ?? '';
      const more = choice?.delta?.content;
      if (more) {
        content = (content + more).slice(0, mostCharacters);
        onText(content);
      }
      if (content.length + refusal.length >= mostCharacters) {
        finish = 'length';
        break;
      }
    }
  } finally {
    clearTimeout(patience);
  }
  if (isStalled) throw new APIConnectionTimeoutError();
  if (!last) return null;
  const message = { role: 'assistant' as const, content, refusal: refusal || null };
  return {
    id: last.id,
    object: 'chat.completion',
    created: last.created,
    model: last.model,
    choices: [{ index: 0, message, finish_reason: finish ?? 'stop', logprobs: null }],
    ...(usage ? { usage } : {}),
  };
}
