// The brief of a proof of concept: by a model (config/prompts/brief-poc.md, reply checked and cleaned), or else from
// a template. Knows no store and no budget.
import { z } from 'zod';
import type { ArticleKind, Summary } from '../domain/article.ts';
import type { Brief } from '../domain/poc.ts';
import { choosePassages, languageName, newDelimiter, proseOf, withoutDelimiter } from './article-data.ts';
import { askWithinRoom } from './article-room.ts';
import { fillTemplate } from './brief-templates.ts';
import type { ModelAnswer, ModelClient } from './model-client.ts';
import { cutText, plainText } from './plain-text.ts';
import { fillPrompt, type Prompts } from './prompts.ts';

export interface ArticleToBrief {
  title: string;
  url: string;
  text: string;
  kind: ArticleKind;
  summary: Summary;
  /** BCP 47, of the brief that is wanted. */
  language: string;
}

/** Characters in what a prompt in the channel shows of a brief. */
export const BRIEF_LIMITS = { title: 90, field: 400, step: 300, steps: 6, hours: 40 } as const;

const field = z
  .string()
  .trim()
  .min(1)
  .max(2 * BRIEF_LIMITS.field);
const replySchema = z.object({
  title: z
    .string()
    .trim()
    .min(1)
    .max(2 * BRIEF_LIMITS.title),
  hypothesis: field,
  forWhom: field,
  timeBoxHours: z.number().min(1).max(BRIEF_LIMITS.hours),
  steps: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(2 * BRIEF_LIMITS.step),
    )
    .min(2)
    .max(10),
  metric: field,
  dataAndLicence: field,
  cost: field,
  done: field,
});

/** Asks the model once (twice where its reply does not fit). Faults of the model come back as `failed`. */
export async function briefWithModel(
  model: ModelClient,
  prompts: Prompts,
  article: ArticleToBrief,
  signal?: AbortSignal,
): Promise<ModelAnswer<Brief>> {
  return await askWithinRoom(model, 'brief-poc', (room) =>
    briefWithin(model, prompts, article, room, signal),
  );
}

async function briefWithin(
  model: ModelClient,
  prompts: Prompts,
  article: ArticleToBrief,
  room: number,
  signal: AbortSignal | undefined,
): Promise<ModelAnswer<Brief>> {
  const delimiter = newDelimiter();
  const passages = choosePassages(article, room);
  const known = [article.summary.tldr, ...article.summary.points.map((point) => `- ${point.text}`)].join(
    '\n',
  );
  const { system, user } = fillPrompt(prompts, 'brief-poc', {
    language: languageName(article.language),
    kind: article.kind,
    extent: passages.extent,
    delimiter,
    title: withoutDelimiter(article.title, delimiter),
    summary: withoutDelimiter(known, delimiter),
    text: withoutDelimiter(proseOf(passages), delimiter),
  });
  const answer = await model.answer({
    task: 'brief-poc',
    system,
    user,
    schema: replySchema,
    ...(signal ? { signal } : {}),
  });
  if (answer.kind === 'failed') return answer;
  const brief = toBrief(answer.value, `${article.title}\n${article.text}`);
  if (!brief)
    return { kind: 'failed', reason: 'a part of the brief was not plain text', usage: answer.usage };
  return { kind: 'answer', value: brief, usage: answer.usage };
}

/** `null` where cleaning leaves a part empty: half a brief helps no one. */
function toBrief(reply: z.output<typeof replySchema>, source: string): Brief | null {
  const say = (words: string, limit: number = BRIEF_LIMITS.field): string =>
    cutText(plainText(words, source), limit);
  const brief: Brief = {
    method: 'model',
    title: say(reply.title, BRIEF_LIMITS.title),
    hypothesis: say(reply.hypothesis),
    forWhom: say(reply.forWhom),
    timeBoxHours: Math.round(reply.timeBoxHours),
    steps: reply.steps
      .map((step) => say(step.replace(/^\s*(?:\d{1,2}[.)]|[-*•])\s+/, ''), BRIEF_LIMITS.step))
      .filter((step) => step !== '')
      .slice(0, BRIEF_LIMITS.steps),
    metric: say(reply.metric),
    dataAndLicence: say(reply.dataAndLicence),
    cost: say(reply.cost),
    done: say(reply.done),
  };
  const parts = [
    brief.title,
    brief.hypothesis,
    brief.forWhom,
    brief.metric,
    brief.dataAndLicence,
    brief.cost,
    brief.done,
  ];
  return parts.every((part) => part !== '') && brief.steps.length > 0 ? brief : null;
}

/** A brief in English that always says enough to start with; `method` is `template`. */
export function templateBrief(article: ArticleToBrief): Brief {
  return { method: 'template', ...fillTemplate(article, article.language) };
}
