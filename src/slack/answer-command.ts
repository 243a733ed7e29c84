// From what a person asked to the private answer. The same for the slash command, direct messages and mentions.
import type { ChannelProfile } from '../domain/channel.ts';
import { addLink } from '../pipeline/add-link.ts';
import { searchArticles, topArticles } from '../pipeline/find-articles.ts';
import { learnNext } from '../pipeline/follow-track.ts';
import { listLog } from '../pipeline/may-manage.ts';
import { listPocs } from '../pipeline/prompt-poc.ts';
import { listSources, reportStatus } from '../pipeline/report-status.ts';
import { listSaves } from '../pipeline/save-article.ts';
import { summariseLinks } from '../pipeline/summarise-links.ts';
import { ACTIONS } from './blocks/actions.ts';
import { addedLinksMessage } from './blocks/added-link.ts';
import { logMessage } from './blocks/change-log.ts';
import { helpMessage } from './blocks/help.ts';
import { CUTS } from './blocks/limits.ts';
import { articleListMessage, lessonMessage, pocListMessage, savesMessage } from './blocks/lists.ts';
import { type Message, sentence } from './blocks/message.ts';
import { openMessage } from './blocks/modals.ts';
import { modelsMessage } from './blocks/models.ts';
import { askToForget } from './blocks/personal-data.ts';
import { summariesMessage } from './blocks/private-summary.ts';
import { sourcesMessage } from './blocks/sources.ts';
import { statusMessage } from './blocks/status.ts';
import type { Command, Period } from './command-words.ts';
import { channelOfAsker, channelsOf, type SlackContext } from './context.ts';
import { previewDigest } from './digest-preview.ts';
import { answerDropSource, answerFindSource } from './manage-source.ts';
import { answerExport } from './personal-data.ts';
import { answerSplit } from './split-story.ts';
import type { Words } from './words/words.ts';

export interface Asker {
  personId: string;
  /** Where it was asked; outside the app's channels the first one that the person is in is meant. */
  channelId: string;
  /** Where the answer goes, and what was said before it; `null` outside of threads. */
  threadTs: string | null;
}

export async function answerCommand(
  context: SlackContext,
  command: Exclude<Command, { verb: 'ask' }>,
  asker: Asker,
  words: Words,
): Promise<Message> {
  const { deps } = context;
  if (command.verb === 'help') return helpMessage(context.command, command.puzzle, words);
  const profile = await channelOfAsker(deps, asker);
  if (!profile) return sentence(words.answers.noChannel);
  const channelId = profile.id;
  switch (command.verb) {
    case 'top':
      return await answerTop(context, profile, command.period, words);
    case 'search':
      return await answerSearch(context, asker, command.query, words);
    case 'add':
      return await answerAdd(context, profile, asker, command.url, words);
    case 'summarise':
      return await answerSummarise(context, profile, { personId: asker.personId, urls: command.urls }, words);
    case 'split':
      return await answerSplit(context, command.url, { channelId, personId: asker.personId }, words);
    case 'digest':
      return await previewDigest(context, profile, words);
    case 'poc':
      return pocListMessage(await listPocs(deps, channelId), words);
    case 'learn':
      return lessonMessage(await learnNext(deps, asker.personId), words);
    case 'saves':
      return savesMessage(
        await listSaves(deps, { personId: asker.personId, language: words.language }),
        words,
      );
    case 'sources':
      return sourcesMessage(await listSources(deps), { command: context.command, page: command.page }, words);
    case 'add-source':
      if (command.url === null) return openMessage(words.addSource, ACTIONS.addSource);
      return await answerFindSource(context, command.url, { channelId, personId: asker.personId }, words);
    case 'drop-source':
      return await answerDropSource(
        context,
        command.sourceId,
        { channelId, personId: asker.personId },
        words,
      );
    case 'status':
      return statusMessage(await reportStatus(deps, channelId), words);
    case 'models':
      return modelsMessage(await deps.latestEvaluation(), words);
    case 'log':
      return logMessage(await listLog(deps, channelId, CUTS.logEntries), words);
    case 'export':
      return await answerExport(context, asker.personId, words);
    case 'propose-poc':
      return openMessage(words.proposePoc, ACTIONS.proposePoc);
    case 'profile':
      return openMessage(words.profile, ACTIONS.editProfile);
    case 'forget-me':
      return askToForget(context.command, words);
  }
}

async function answerSummarise(
  { deps }: SlackContext,
  profile: ChannelProfile,
  asked: { personId: string; urls: string[] },
  words: Words,
): Promise<Message> {
  const summaries = await summariseLinks(deps, { ...asked, channelId: profile.id });
  if (summaries.length === 0) return sentence(words.answers.addRefused['not-an-address']);
  return summariesMessage(summaries, profile.name, words);
}

async function answerTop(
  { deps }: SlackContext,
  profile: ChannelProfile,
  period: Period,
  words: Words,
): Promise<Message> {
  const lines = await topArticles(deps, {
    channelId: profile.id,
    language: words.language,
    period,
    limit: CUTS.listEntries,
  });
  const none = words.answers.nothingOnTop[period];
  const { voted, unvoted } = words.answers.top[period];
  const title = lines.some((line) => line.votes > 0) ? voted : unvoted;
  return articleListMessage({ title, lines, none }, words);
}

async function answerSearch(
  { deps }: SlackContext,
  { personId }: Asker,
  query: string,
  words: Words,
): Promise<Message> {
  const among = await channelsOf(deps, personId);
  const { language } = words;
  const lines = await searchArticles(deps, { query, language, among, limit: CUTS.listEntries });
  const { found, nothingFound } = words.answers;
  return articleListMessage({ title: found(query), lines, none: nothingFound(query) }, words);
}

async function answerAdd(
  { deps }: SlackContext,
  profile: ChannelProfile,
  asker: Asker,
  url: string,
  words: Words,
): Promise<Message> {
  const outcome = await addLink(deps, { channelId: profile.id, personId: asker.personId, url });
  return addedLinksMessage([outcome], profile.name, words);
}
