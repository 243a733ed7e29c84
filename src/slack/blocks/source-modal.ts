// Adding a source: first its address, then what was found there, and only then it is added.
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Source } from '../../domain/source.ts';
import type { FoundSource } from '../../pipeline/add-source.ts';
import { faultIn, type Words } from '../words/words.ts';
import { VIEWS } from './actions.ts';
import { draftSchema, foundBlocks } from './found-source.ts';
import { formModal, readFilled, textInput, urlInput } from './inputs.ts';
import { CUTS } from './limits.ts';
import { paragraph } from './message.ts';
import { richLine } from './text.ts';

const FIELDS = { url: 'url', title: 'title' } as const;
/** Room for the rest of the metadata within Slack's 3,000. */
const LONGEST_ADDRESS = 2000;

const asked = z.object({ channelId: z.string().min(1) });
const found = asked.extend({ source: draftSchema });

/** `tried`: an address that led nowhere, and why. */
export function findSourceModal(
  channelId: string,
  words: Words,
  tried: { url: string; reason: string } | null = null,
): ModalView {
  const { addSource: say, modals } = words;
  return formModal(
    {
      id: VIEWS.findSource,
      title: say.title,
      submit: say.find,
      close: modals.cancel,
      metadata: { channelId },
    },
    [
      ...(tried ? [paragraph([richLine(say.notFound(faultIn(words, tried.reason)), CUTS.briefPart)])] : []),
      urlInput(
        FIELDS.url,
        { label: say.address, hint: say.addressHint },
        tried?.url.slice(0, LONGEST_ADDRESS),
      ),
    ],
  );
}

/** Throws `ZodError` on a foreign view. */
export function readFindSource(view: unknown): { kind: 'find'; channelId: string; url: string } {
  const { metadata, filled } = readFilled(view, asked);
  return { kind: 'find', ...metadata, url: filled.text(FIELDS.url) };
}

export function addSourceModal(channelId: string, one: FoundSource, words: Words): ModalView {
  const { addSource: say, modals } = words;
  const { id, kind, url, title } = one.source;
  return formModal(
    {
      id: VIEWS.addSource,
      title: say.title,
      submit: say.add,
      close: modals.cancel,
      metadata: { channelId, source: { id, kind, url } },
    },
    [
      ...(one.alreadyAs ? [paragraph([richLine(say.already(one.alreadyAs), CUTS.briefPart)])] : []),
      textInput(FIELDS.title, { label: say.name }, { initial: title, max: CUTS.sourceTitle }),
      ...foundBlocks(one, words),
    ],
  );
}

export type SourceForm = { kind: 'add'; channelId: string; source: Source };

/** Throws `ZodError` on a foreign view. */
export function readAddSource(view: unknown): SourceForm {
  const { metadata, filled } = readFilled(view, found);
  const title = filled.text(FIELDS.title) || metadata.source.id;
  const source: Source = { ...metadata.source, title, weight: 1, defaultKind: null };
  return { kind: 'add', channelId: metadata.channelId, source };
}
