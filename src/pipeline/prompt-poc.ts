// Turns what the team votes for into proofs of concept: briefs, sign-ups, demos.
import { randomUUID } from 'node:crypto';
import { isoWeek, nextWeekly } from '../domain/calendar.ts';
import type { Brief, Poc } from '../domain/poc.ts';
import { briefWithModel, templateBrief } from '../llm/brief-poc.ts';
import { withAllowance } from '../llm/model-allowance.ts';
import type { JobPayload } from '../queue/jobs.ts';
import { type FullArticle, getArticle } from '../store/articles.ts';
import { claimMessage, getMessage, messageByKey, saveGone } from '../store/messages.ts';
import * as pocs from '../store/pocs.ts';
import { bestSummary } from '../store/summaries.ts';
import { press } from './cast-vote.ts';
import { channelOf } from './channel-of.ts';
import { toPoc } from './compose-post.ts';
import type { Deps } from './ports.ts';
import { orderRefresh } from './refresh-card.ts';
import { spendOnModel } from './spend.ts';

/** A vote older than this no longer makes a PoC. */
const WITHIN_DAYS = 28;
const MOST_LISTED = 10;

/** Writes the brief of the article that most want built, and orders its post. One in a week, unless asked for. */
export async function promptPoc(
  deps: Deps,
  { channelId, messageId }: JobPayload<'prompt-poc'>,
  signal?: AbortSignal,
): Promise<void> {
  const id = messageId ?? (await claimWeekly(deps, channelId));
  const message = await getMessage(deps.db, id);
  if (!message || message.ts !== null) return;
  if (!(await pocs.pocOfMessage(deps.db, id))) {
    const since = new Date(deps.now().getTime() - WITHIN_DAYS * 24 * 3_600_000);
    const articleId = await pocs.bestArticleForPoc(deps.db, channelId, since);
    if (articleId === null) {
      await saveGone(deps.db, id, deps.now());
      deps.log.info({ channelId }, 'No PoC prompt: nothing was posted that has none yet');
      return;
    }
    const brief = await writeBrief(deps, channelId, articleId, signal);
    if (brief) await pocs.insertPoc(deps.db, { channelId, articleId, messageId: id, brief }, deps.now());
  }
  await deps.queue.enqueue('post-message', { messageId: id });
}

async function claimWeekly(deps: Deps, channelId: string): Promise<string> {
  const key = `poc:${channelId}:${isoWeek(channelOf(deps, channelId).timeZone, deps.now())}`;
  const id = randomUUID();
  await claimPoc(deps, channelId, id, key);
  return (await messageByKey(deps.db, key))?.id ?? id;
}

async function claimPoc(deps: Deps, channelId: string, id: string, key: string): Promise<void> {
  await claimMessage(deps.db, { id, channelId, purpose: 'poc', key }, deps.now());
}

/** A prompt now, beside the weekly one. */
export async function requestPoc(deps: Deps, channelId: string): Promise<void> {
  const id = randomUUID();
  await claimPoc(deps, channelId, id, `poc:${channelId}:${id}`);
  await deps.queue.enqueue('prompt-poc', { channelId, messageId: id });
}

/** The article's brief, by the model or from a template; `null` where it has no summary to write from. */
export async function writeBrief(
  deps: Deps,
  channelId: string,
  articleId: number,
  signal?: AbortSignal,
): Promise<Brief | null> {
  const article = await getArticle(deps.db, articleId, channelId);
  const { language } = channelOf(deps, channelId);
  const summary = await bestSummary(deps.db, articleId, language);
  if (!article || !summary) return null;
  const about = {
    title: article.title,
    url: article.url,
    kind: article.kind,
    summary,
    text: article.text,
    language,
  };
  const written = await briefByModel(deps, article, about, signal);
  return written ?? templateBrief(about);
}

async function briefByModel(
  deps: Deps,
  article: FullArticle,
  about: Parameters<typeof briefWithModel>[2],
  signal: AbortSignal | undefined,
): Promise<Brief | null> {
  const { model } = deps;
  if (!model) return null;
  const promptVersion = deps.prompts['brief-poc'].version;
  const call = { task: 'brief-poc', articleId: article.id, promptVersion };
  const answer = await spendOnModel(deps, call, (allow) =>
    briefWithModel(withAllowance(model, allow), deps.prompts, about, signal),
  );
  // The process is going down: the job runs again.
  signal?.throwIfAborted();
  if (answer.kind === 'answer') return answer.value;
  deps.log.warn({ articleId: article.id }, `No brief by the model, so a template is used: ${answer.reason}`);
  return null;
}

/** The button "Make it a PoC": one person's wish, set or taken back; wishes decide the next prompt. */
export async function wishForPoc(
  deps: Deps,
  by: { messageId: string; personId: string },
): Promise<
  | { kind: 'wished' | 'withdrawn'; wishes: number; nextPrompt: Date }
  | { kind: 'prompted'; pocId: number }
  | { kind: 'unknown' }
> {
  const message = await getMessage(deps.db, by.messageId);
  if (!message?.articleId) return { kind: 'unknown' };
  const poc = await pocs.pocOfArticle(deps.db, message.channelId, message.articleId);
  if (poc) return { kind: 'prompted', pocId: poc.pocId };
  const pressed = await press(deps, by, 'poc');
  if (pressed.kind === 'unknown') return pressed;
  const profile = channelOf(deps, message.channelId);
  return {
    kind: pressed.kind === 'withdrawn' ? 'withdrawn' : 'wished',
    wishes: pressed.pocWishes,
    nextPrompt: nextWeekly(profile.poc, profile.timeZone, deps.now()),
  };
}

/** Signs a person up, or off again. */
export async function joinPoc(
  deps: Deps,
  { pocId, personId }: { pocId: number; personId: string },
): Promise<{ kind: 'joined' | 'left'; poc: Poc } | { kind: 'unknown' }> {
  const known = await pocs.getPoc(deps.db, pocId);
  if (!known) return { kind: 'unknown' };
  const kind = await deps.db.transaction((tx) => pocs.toggleMember(tx, pocId, personId, deps.now()));
  await orderRefresh(deps, [known.articleId]);
  const row = await pocs.getPoc(deps.db, pocId);
  return row ? { kind, poc: toPoc(row) } : { kind: 'unknown' };
}

export async function listPocs(
  deps: Deps,
  channelId: string,
): Promise<(Poc & { permalink: string | null })[]> {
  const rows = await pocs.listPocs(deps.db, channelId, MOST_LISTED);
  return await Promise.all(
    rows.map(async (row) => ({
      ...toPoc(row),
      permalink: row.ts ? await deps.publisher.permalink({ channelId, ts: row.ts }) : null,
    })),
  );
}
