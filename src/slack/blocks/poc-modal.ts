// A new PoC as a form: of which article, and what its brief should say where a person knows already.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { ArticleLine } from '../../domain/digest.ts';
import type { Brief } from '../../domain/poc.ts';
import type { Words } from '../words/words.ts';
import { VIEWS } from './actions.ts';
import { formModal, numberInput, readFilled, selectInput, textInput, urlInput } from './inputs.ts';
import { CUTS } from './limits.ts';
import { paragraph } from './message.ts';
import { cleanLine, richText } from './text.ts';

const FIELDS = {
  article: 'article',
  url: 'url',
  title: 'title',
  hypothesis: 'hypothesis',
  metric: 'metric',
  hours: 'hours',
} as const;
const HOURS = { min: 1, max: 80, initial: 8 };

const metadata = z.object({ channelId: z.string().min(1) });

/** `lines`: articles to choose from, best first. */
export function proposePocModal(
  asked: { channelId: string; lines: ArticleLine[] },
  { proposePoc: say, modals }: Words,
): ModalView {
  const choices = asked.lines.map(({ articleId, title }) => ({
    value: String(articleId),
    text: cleanLine(title) || String(articleId),
  }));
  const long = { multiline: true, max: CUTS.briefPart };
  return formModal(
    {
      id: VIEWS.proposePoc,
      title: say.title,
      submit: say.propose,
      close: modals.cancel,
      metadata: { channelId: asked.channelId },
    },
    [
      paragraph([richText(say.intro)]),
      ...(choices.length > 0
        ? [selectInput(FIELDS.article, { label: say.article, optional: true }, choices, null)]
        : []),
      urlInput(FIELDS.url, { label: choices.length > 0 ? say.orAddress : say.address, optional: true }),
      textInput(FIELDS.title, { label: say.name, optional: true }, { max: CUTS.digestTitle }),
      textInput(FIELDS.hypothesis, { label: say.hypothesis, hint: say.hypothesisHint, optional: true }, long),
      textInput(FIELDS.metric, { label: say.metric, optional: true }, long),
      numberInput(FIELDS.hours, { label: say.hours }, HOURS),
    ],
  );
}

export type PocForm =
  | {
      kind: 'poc';
      channelId: string;
      articleId: number | null;
      url: string | null;
      brief: Partial<Pick<Brief, 'title' | 'hypothesis' | 'metric' | 'timeBoxHours'>>;
    }
  | { kind: 'errors'; errors: Record<string, string> };

/** Throws `ZodError` on a foreign view. */
export function readProposePoc(view: unknown, { proposePoc: say }: Words): PocForm {
  const { metadata: asked, filled } = readFilled(view, metadata);
  const articleId = Number(filled.text(FIELDS.article)) || null;
  const url = filled.text(FIELDS.url) || null;
  if (articleId === null && url === null) {
    return { kind: 'errors', errors: { [FIELDS.url]: say.whichArticle } };
  }
  const timeBoxHours = Number(filled.text(FIELDS.hours));
  const isHours = Number.isInteger(timeBoxHours) && timeBoxHours >= HOURS.min && timeBoxHours <= HOURS.max;
  if (!isHours) return { kind: 'errors', errors: { [FIELDS.hours]: say.hoursRange(HOURS.min, HOURS.max) } };
  const said = ([FIELDS.title, FIELDS.hypothesis, FIELDS.metric] as const).flatMap((field) =>
    filled.text(field) ? [[field, filled.text(field)]] : [],
  );
  return { kind: 'poc', ...asked, articleId, url, brief: { ...Object.fromEntries(said), timeBoxHours } };
}
