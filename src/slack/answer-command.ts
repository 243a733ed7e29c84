// From what a person asked to the private answer. The same for the slash command, direct messages and mentions.
import type { ChannelProfile } from '../domain/channel.ts';
import { searchArticles, topArticles } from '../pipeline/find-articles.ts';
import { learnNext } from '../pipeline/follow-track.ts';
import { listLog } from '../pipeline/may-manage.ts';
import { listPocs } from '../pipeline/prompt-poc.ts';
import { listSources, reportStatus } from '../pipeline/report-status.ts';
import { listSaves } from '../pipeline/save-article.ts';
import { addLink } from '../pipeline/share-link.ts';
import { logMessage } from './blocks/change-log.ts';
import { helpMessage } from './blocks/help.ts';
import { CUTS } from './blocks/limits.ts';
import { articleListMessage, lessonMessage, pocListMessage, savesMessage } from './blocks/lists.ts';
import { type Message, sentence } from './blocks/message.ts';
import { askToForget } from './blocks/personal-data.ts';
import { sourcesMessage, statusMessage } from './blocks/status.ts';
import type { Command, Period } from './command-words.ts';
import { profileFor, type SlackContext } from './context.ts';
import { previewDigest } from './digest-preview.ts';
import { answerExport } from './personal-data.ts';

export interface Asker {
  personId: string;
  /** Where it was asked; outside the app's channels the first of them is meant. */
  channelId: string;
}

const PERIOD_TITLES: Record<Period, { voted: string; unvoted: string }> = {
  week: { voted: 'Top of the last 7 days', unvoted: 'Nobody has voted in the last 7 days. The newest:' },
  month: { voted: 'Top of the last 30 days', unvoted: 'Nobody has voted in the last 30 days. The newest:' },
  all: { voted: 'Top of all time', unvoted: 'Nobody has voted yet. The newest:' },
};

export async function answerCommand(context: SlackContext, command: Command, asker: Asker): Promise<Message> {
  const { deps } = context;
  if (command.verb === 'help') return helpMessage(context.command, command.puzzle);
  const profile = profileFor(deps, asker.channelId);
  if (!profile) return sentence('No channel is set up yet: see config/channels.yaml.');
  const { id: channelId, language } = profile;
  switch (command.verb) {
    case 'top':
      return await answerTop(context, profile, command.period);
    case 'search':
      return await answerSearch(context, profile, command.query);
    case 'add':
      return await answerAdd(context, profile, asker, command.url);
    case 'digest':
      return await previewDigest(deps, profile);
    case 'poc':
      return pocListMessage(await listPocs(deps, channelId), language);
    case 'learn':
      return lessonMessage(await learnNext(deps, asker.personId), language);
    case 'saves':
      return savesMessage(await listSaves(deps, asker.personId), language);
    case 'sources':
      return sourcesMessage(await listSources(deps), language);
    case 'status':
      return statusMessage(await reportStatus(deps, channelId), language);
    case 'log':
      return logMessage(await listLog(deps, channelId, CUTS.logEntries), language);
    case 'export':
      return await answerExport(context, asker.personId, language);
    case 'forget-me':
      return askToForget(context.command);
  }
}

async function answerTop({ deps }: SlackContext, profile: ChannelProfile, period: Period): Promise<Message> {
  const lines = await topArticles(deps, { channelId: profile.id, period, limit: CUTS.listEntries });
  const none = `Nothing was posted or voted for ${period === 'all' ? 'yet' : `in the last ${period}`}.`;
  const { voted, unvoted } = PERIOD_TITLES[period];
  const title = lines.some((line) => line.votes > 0) ? voted : unvoted;
  return articleListMessage({ title, lines, none }, profile.language);
}

async function answerSearch(
  { deps }: SlackContext,
  profile: ChannelProfile,
  query: string,
): Promise<Message> {
  const lines = await searchArticles(deps, { query, limit: CUTS.listEntries });
  const none = `Nothing found for "${query}".`;
  return articleListMessage({ title: `Found for "${query}"`, lines, none }, profile.language);
}

async function answerAdd(
  { deps }: SlackContext,
  profile: ChannelProfile,
  asker: Asker,
  url: string,
): Promise<Message> {
  const outcome = await addLink(deps, { channelId: profile.id, personId: asker.personId, url });
  if (outcome.kind === 'refused') return sentence(outcome.reason);
  if (outcome.kind === 'added') return sentence(`It is being read. Its card comes to #${profile.name}.`);
  return articleListMessage({ title: 'Known already', lines: [outcome.line], none: '' }, profile.language);
}
