// The model behind one function: any OpenAI-compatible endpoint, with time-outs, retries and known costs.
import { APIError, APIUserAbortError } from 'openai';
import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import {
  CANCELLED,
  type EndpointSettings,
  openEndpoint,
  reasonOf,
  timeoutOf,
  withoutKey,
} from './endpoint.ts';
import { gatherChunks } from './gather-chunks.ts';
import { type Allow, askAllowance, NoMoney } from './model-allowance.ts';
import { boundedSchema, checkReply, sendableSchema } from './model-reply.ts';
import { Spending } from './model-spending.ts';
import type { ModelUsage } from './model-usage.ts';

export type ModelAnswer<Value> =
  | { kind: 'answer'; value: Value; usage: ModelUsage }
  /** Anything that is not an answer we can use: refusal, cut off, not JSON, not the schema, endpoint down. */
  | { kind: 'failed'; reason: string; usage: ModelUsage | null; fault?: ModelFault };

/** What went wrong, for who counts it: the model's own doing, or the endpoint's. */
export type ModelFault =
  | 'refused'
  | 'cut'
  | 'empty'
  | 'misfit'
  /** The request is more than the model has room for. */
  | 'too-long'
  | 'endpoint'
  | 'cancelled'
  /** There is no money for it. */
  | 'budget'
  /** There is, but calls under way may need it. */
  | 'held';

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
    /** Told of all that was written so far, while it is being written; not of what a second asking brings. */
    onText?: (soFar: string) => void;
    /** What it answered before, and what it is told about that. */
    followUp?: { said: string; told: string };
    signal?: AbortSignal;
    /** Asked before each request. */
    allow?: Allow;
  }): Promise<ModelAnswer<Value>>;
}

export interface ModelPrices {
  inputUsdPerMillion: number;
  outputUsdPerMillion: number;
}

export interface ModelSettings extends EndpointSettings {
  model: string;
  prices: ModelPrices | null;
}

/** How the answer's shape is asked for, from the strictest to what every endpoint understands. */
const FORMATS = ['json_schema', 'json_object with schema', 'json_object', 'plain'] as const;
type Format = (typeof FORMATS)[number];

/** One structured answer at a time from a chat-completions endpoint. */
export function createModelClient(settings: ModelSettings): ModelClient {
  const { openai, guard } = openEndpoint(settings);
  // What the endpoint is known to refuse is not tried again.
  let format: Format = 'json_schema';
  let tokenField: TokenField = 'max_completion_tokens';

  let streaming: Streaming = 'with-usage';

  /** In one piece, or bit by bit where someone wants to be told and the endpoint can. */
  async function send(request: ChatCompletionCreateParamsNonStreaming, ask: Ask): Promise<ChatCompletion> {
    const options = ask.signal ? { signal: ask.signal } : {};
    while (ask.onText && streaming !== 'none') {
      const tried: Streaming = streaming;
      try {
        const usage = tried === 'with-usage' ? { stream_options: { include_usage: true } } : {};
        const chunks = await openai.chat.completions.create({ ...request, ...usage, stream: true }, options);
        const completion = await gatherChunks(chunks, {
          onText: ask.onText,
          mostCharacters: ask.mostTokens * CHARACTERS_A_TOKEN,
          patienceMs: timeoutOf(settings),
        });
        if (completion) return completion;
        // Nothing came because nobody waits any longer: that says nothing of the endpoint.
        if (ask.signal?.aborted) throw new APIUserAbortError();
        streaming = 'none';
      } catch (error) {
        if (!refuses(error, REFUSES_STREAMING)) throw error;
        if (streaming === tried) streaming = tried === 'with-usage' ? 'bare' : 'none';
      }
    }
    return await openai.chat.completions.create(request, options);
  }

  /** Asks once, stepping down to a looser format where the endpoint refuses the stricter one. */
  async function complete(ask: Ask, spent: Spending): Promise<ChatCompletion> {
    await askAllowance(ask.allow, spent.mostAfter([ask.messages, ask.bounded], ask.mostTokens));
    for (;;) {
      const tried = format;
      const limited = tokenField;
      try {
        const from = performance.now();
        const request = { ...requestOf(settings.model, tried, ask), ...limitOf(limited, ask.mostTokens) };
        const completion = await guard.run(() => send(request, ask), ask.signal);
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
        reason: withoutKey(reason, settings),
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
        bounded: boundedSchema(request.schema),
        mostTokens: MOST_TOKENS,
        signal: request.signal,
        onText: request.onText,
        allow: request.allow,
      };
      try {
        let first = contentOf(await complete(ask, spent));
        // Cut off or empty: once more, with room.
        if ('fault' in first && first.again) {
          first = contentOf(
            await complete({ ...ask, mostTokens: 2 * MOST_TOKENS, onText: undefined }, spent),
          );
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
        if (error instanceof NoMoney) return fail(error.message, error.fault);
        if (refuses(error, TOO_LONG)) return fail(reasonOf(error), 'too-long');
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
  bounded: Record<string, unknown>;
  signal: AbortSignal | undefined;
  onText: ((soFar: string) => void) | undefined;
  allow: Allow | undefined;
}

/** Whether an answer may come bit by bit, and with its token counts. */
type Streaming = 'with-usage' | 'bare' | 'none';
const REFUSES_STREAMING = /stream/i;

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
  // Not OpenAI's, but llama-cpp-python and several hosts hold the answer to a schema that is given here.
  const schema = format === 'json_object with schema' ? { schema: ask.bounded } : {};
  return { model, messages, response_format: { type: 'json_object', ...schema } };
}

const REFUSES_FORMAT =
  /response_?format|json_?_?schema|json_?_?object|json mode|structured[ _-]?output|guided/i;

/** How the length of an answer is bounded: newer models, older ones and other servers, not at all. */
const TOKEN_FIELDS = ['max_completion_tokens', 'max_tokens', 'none'] as const;
type TokenField = (typeof TOKEN_FIELDS)[number];
const REFUSES_TOKENS = /max_(?:completion_)?tokens|maxTokens/i;
/** OpenAI and what speaks like it: code `context_length_exceeded`; llama.cpp: `exceed_context_size_error`. */
const TOO_LONG = /context[ _-]?(?:length|size|window)|(?:prompt|input|request) is too long|too many tokens/i;
/** A summary has about 500; models that think first need room for that. */
const MOST_TOKENS = 4_000;

/** More than any tokeniser packs into one: past that, the endpoint does not keep to the limit it was given. */
const CHARACTERS_A_TOKEN = 16;

function limitOf(field: TokenField, most: number): Record<string, number> {
  return field === 'none' ? {} : { [field]: most };
}

/** Some servers call a field that they do not know an error of their own: llama-cpp-python answers 500. */
const REFUSING = new Set([400, 413, 422, 500, 501]);

function refuses(error: unknown, what: RegExp): boolean {
  if (!(error instanceof APIError) || !REFUSING.has(error.status ?? 0)) return false;
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
    onText: undefined,
    messages: [
      ...ask.messages,
      { role: 'assistant', content: content.slice(0, 8000) },
      { role: 'user', content: told },
    ],
  };
}
