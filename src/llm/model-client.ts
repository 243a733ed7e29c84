// The model behind one function: any OpenAI-compatible endpoint, with time-outs, retries and known costs.
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { createEndpointGuard, EndpointResting } from './endpoint-guard.ts';
import { checkReply, sendableSchema } from './model-reply.ts';
import { Spending } from './model-spending.ts';
import type { ModelUsage } from './model-usage.ts';

export type ModelAnswer<Value> =
  | { kind: 'answer'; value: Value; usage: ModelUsage }
  /** Anything that is not an answer we can use: refusal, cut off, not JSON, not the schema, endpoint down. */
  | { kind: 'failed'; reason: string; usage: ModelUsage | null; fault?: ModelFault };

/** What went wrong, for who counts it: the model's own doing, or the endpoint's. */
export type ModelFault = 'refused' | 'cut' | 'empty' | 'misfit' | 'endpoint' | 'cancelled';

export interface ModelClient {
  readonly name: string;
  /** The model that does this task. */
  nameFor(task: string): string;
  /** One structured answer, checked against `schema`. Never throws for what a model or its endpoint does wrong. */
  answer<Value>(request: {
    task: string;
    system: string;
    user: string;
    schema: import('zod').ZodType<Value>;
    /** What it answered before, and what it is told about that. */
    followUp?: { said: string; told: string };
    signal?: AbortSignal;
  }): Promise<ModelAnswer<Value>>;
}

export interface ModelPrices {
  inputUsdPerMillion: number;
  outputUsdPerMillion: number;
}

export interface ModelSettings {
  /** `null` for a local endpoint that asks for none. */
  apiKey: string | null;
  /** `null` for OpenAI itself. */
  baseUrl: string | null;
  model: string;
  prices: ModelPrices | null;
  /** Of each request, in ms; default 60,000. */
  timeoutMs?: number;
  /** Further tries after 408, 409, 429, 5xx and lost connections, with back-off; default 2. */
  maxRetries?: number;
  /** How long an endpoint that fails again and again is left alone, in ms. */
  rest?: { initialDelay: number; maxDelay: number };
}

/** How the answer's shape is asked for, from the strictest to what every endpoint understands. */
const FORMATS = ['json_schema', 'json_object', 'plain'] as const;
type Format = (typeof FORMATS)[number];

/** One structured answer at a time from a chat-completions endpoint. */
export function createModelClient(settings: ModelSettings): ModelClient {
  const guard = createEndpointGuard(isEndpointFault, settings.rest);
  const openai = new OpenAI({
    apiKey: settings.apiKey ?? 'none',
    baseURL: settings.baseUrl ?? 'https://api.openai.com/v1',
    timeout: settings.timeoutMs ?? 60_000,
    maxRetries: settings.maxRetries ?? 2,
    // Without these the library reads the environment by itself.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    logLevel: 'off',
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      guard.saw(response.status);
      return response;
    },
  });
  // What the endpoint is known to refuse is not tried again.
  let format: Format = 'json_schema';
  let tokenField: TokenField = 'max_completion_tokens';

  /** Asks once, stepping down to a looser format where the endpoint refuses the stricter one. */
  async function complete(ask: Ask, spent: Spending): Promise<ChatCompletion> {
    for (;;) {
      const tried = format;
      const limited = tokenField;
      try {
        const from = performance.now();
        const request = { ...requestOf(settings.model, tried, ask), ...limitOf(limited, ask.mostTokens) };
        const completion = await guard.run(
          () => openai.chat.completions.create(request, ask.signal ? { signal: ask.signal } : {}),
          ask.signal,
        );
        spent.add(completion, ask.messages, performance.now() - from);
        return completion;
      } catch (error) {
        const nextField = TOKEN_FIELDS[TOKEN_FIELDS.indexOf(limited) + 1];
        const next = FORMATS[FORMATS.indexOf(tried) + 1];
        if (nextField && refuses(error, REFUSES_TOKENS)) {
          if (tokenField === limited) tokenField = nextField;
        } else if (next && refuses(error, REFUSES_FORMAT)) {
          if (format === tried) format = next;
        } else throw error;
      }
    }
  }

  return {
    name: settings.model,
    nameFor: () => settings.model,
    async answer(request) {
      const spent = new Spending(settings);
      const fail = (reason: string, fault: ModelFault): ModelAnswer<never> => ({
        kind: 'failed',
        fault,
        reason: withoutKey(reason, settings.apiKey),
        usage: spent.usage(),
      });
      const ask: Ask = {
        name: request.task.replace(/[^a-zA-Z0-9_-]/g, '-').slice(0, 64) || 'answer',
        messages: [
          { role: 'system', content: request.system },
          { role: 'user', content: request.user },
          ...(request.followUp
            ? [
                { role: 'assistant' as const, content: request.followUp.said },
                { role: 'user' as const, content: request.followUp.told },
              ]
            : []),
        ],
        schema: sendableSchema(request.schema),
        mostTokens: MOST_TOKENS,
        signal: request.signal,
      };
      try {
        let first = contentOf(await complete(ask, spent));
        // Cut off or empty: once more, with room.
        if ('fault' in first && first.again) {
          first = contentOf(await complete({ ...ask, mostTokens: 2 * MOST_TOKENS }, spent));
        }
        if ('fault' in first) return fail(first.fault, first.code);
        const checked = checkReply(first.content, request.schema);
        if ('value' in checked) return { kind: 'answer', value: checked.value, usage: spent.total() };
        const second = contentOf(await complete(toldWhatIsWrong(ask, first.content, checked.fault), spent));
        if ('fault' in second) return fail(second.fault, second.code);
        const again = checkReply(second.content, request.schema);
        if ('value' in again) return { kind: 'answer', value: again.value, usage: spent.total() };
        return fail(`the model's answer does not fit, even when told: ${again.fault}`, 'misfit');
      } catch (error) {
        const reason = reasonOf(error);
        return fail(reason, reason === CANCELLED ? 'cancelled' : 'endpoint');
      }
    },
  };
}

interface Ask {
  name: string;
  mostTokens: number;
  messages: ChatCompletionMessageParam[];
  schema: Record<string, unknown>;
  signal: AbortSignal | undefined;
}

function requestOf(model: string, format: Format, ask: Ask): ChatCompletionCreateParamsNonStreaming {
  if (format === 'json_schema') {
    const json_schema = { name: ask.name, strict: true, schema: ask.schema };
    return { model, messages: ask.messages, response_format: { type: 'json_schema', json_schema } };
  }
  const shape =
    'Answer with one JSON object that fits this JSON Schema, and with nothing else:\n' +
    JSON.stringify(ask.schema);
  const messages = ask.messages.map((message) =>
    message.role === 'system' ? { ...message, content: `${message.content}\n\n${shape}` } : message,
  );
  if (format === 'plain') return { model, messages };
  return { model, messages, response_format: { type: 'json_object' } };
}

const REFUSES_FORMAT =
  /response_?format|json_?_?schema|json_?_?object|json mode|structured[ _-]?output|guided/i;

/** How the length of an answer is bounded: newer models, older ones and other servers, not at all. */
const TOKEN_FIELDS = ['max_completion_tokens', 'max_tokens', 'none'] as const;
type TokenField = (typeof TOKEN_FIELDS)[number];
const REFUSES_TOKENS = /max_(?:completion_)?tokens|maxTokens/i;
/** A summary has about 500; models that think first need room for that. */
const MOST_TOKENS = 4_000;

function limitOf(field: TokenField, most: number): Record<string, number> {
  return field === 'none' ? {} : { [field]: most };
}

/** Not the request's fault: the endpoint is down, too slow, or takes no more. */
function isEndpointFault(error: unknown): boolean {
  if (error instanceof APIUserAbortError) return false;
  if (error instanceof APIConnectionError) return true;
  return error instanceof APIError && (error.status === 429 || (error.status ?? 0) >= 500);
}

function refuses(error: unknown, what: RegExp): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  return what.test(`${error.message} ${error.param ?? ''} ${JSON.stringify(error.error ?? '')}`);
}

type Unusable = { fault: string; code: ModelFault; again?: true };

function contentOf(completion: ChatCompletion): { content: string } | Unusable {
  const choice = completion.choices?.[0];
  if (!choice) return { fault: 'the endpoint answered without a choice', code: 'endpoint' };
  if (choice.message?.refusal)
    return { fault: `the model refused: ${choice.message.refusal}`, code: 'refused' };
  if (choice.finish_reason === 'content_filter')
    return { fault: "the endpoint's content filter stopped the answer", code: 'refused' };
  if (choice.finish_reason === 'length')
    return { fault: 'the answer was cut off at the token limit', code: 'cut', again: true };
  const content = choice.message?.content?.trim();
  return content ? { content } : { fault: 'the model gave an empty answer', code: 'empty', again: true };
}

function toldWhatIsWrong(ask: Ask, content: string, fault: string): Ask {
  const told = `That does not fit: ${fault}. Answer again, with the corrected JSON object alone.`;
  return {
    ...ask,
    messages: [
      ...ask.messages,
      { role: 'assistant', content: content.slice(0, 8000) },
      { role: 'user', content: told },
    ],
  };
}

const CANCELLED = 'cancelled';

/** What went wrong, in words an operator can act on. */
function reasonOf(error: unknown): string {
  if (error instanceof APIUserAbortError) return CANCELLED;
  if (error instanceof DOMException && error.name === 'AbortError') return CANCELLED;
  if (error instanceof EndpointResting) return error.message;
  if (error instanceof APIConnectionTimeoutError) return 'the endpoint did not answer in time';
  if (error instanceof APIConnectionError) return `the endpoint cannot be reached: ${causeOf(error)}`;
  if (error instanceof APIError && error.status === 401) return 'the endpoint refuses the API key (HTTP 401)';
  if (error instanceof APIError) return `the endpoint answered with an error: ${error.message}`;
  return `the endpoint gave no usable answer: ${error instanceof Error ? error.message : String(error)}`;
}

function causeOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  const inner = cause.cause instanceof Error ? cause.cause : cause;
  return inner.message;
}

const LONGEST_REASON = 300;

function withoutKey(reason: string, apiKey: string | null): string {
  const clean = apiKey ? reason.replaceAll(apiKey, '[key]') : reason;
  // Endpoints quote keys back with their middle starred out.
  return clean
    .replace(/\b(sk|key|pk)-[\w*.-]{4,}/gi, '[key]')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_REASON);
}
