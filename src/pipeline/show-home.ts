// Gathers a person's Home tab from what is stored; asks Slack for nothing.

import type { ChannelProfile } from '../domain/channel.ts';
import type { ArticleLine } from '../domain/digest.ts';
import { allTopics, type Home, NO_DIGEST, type Page } from '../domain/personal.ts';
import { personalReader } from '../domain/reader.ts';
import { separateWords } from '../domain/words.ts';
import * as finding from '../store/find-articles.ts';
import { type PageOf, pageOfSaves, pageOfVotes } from '../store/personal-articles.ts';
import { getSetting, listStances } from '../store/personal-settings.ts';
import { getPerson } from '../store/persons.ts';
import { countVoters } from '../store/votes.ts';
import { channelsOfPerson } from './know-person.ts';
import type { Deps } from './ports.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
const BEST = 3;
/** Channels whose week is shown; a person is seldom in more that talk of AI. */
const MOST_CHANNELS = 3;
const PER_PAGE = 5;
const UTC_ENGLISH = { language: 'en', timeZone: 'UTC' };

/** Where a person is on their Home tab; pages from 0. */
export interface HomePlace {
  query: string;
  saves: number;
  votes: number;
}

export async function showHome(deps: Deps, personId: string, place: HomePlace): Promise<Home> {
  const person = await getPerson(deps.db, personId);
  const channels = channelsOfPerson(deps, person);
  const stances = await listStances(deps.db, personId);
  const setting = await getSetting(deps.db, personId);
  const query = place.query.trim();
  const saves = await lastPage(place.saves, (offset) =>
    pageOfSaves(deps.db, { personId, limit: PER_PAGE, offset, query: separateWords(query) }),
  );
  const votes = await lastPage(place.votes, (offset) =>
    pageOfVotes(deps.db, { personId, limit: PER_PAGE, offset }),
  );
  return {
    channels: await Promise.all(channels.slice(0, MOST_CHANNELS).map((channel) => weekOf(deps, channel))),
    topics: allTopics(channels).map(({ name }) => ({ name, stance: stances.get(name) ?? null })),
    saves: { ...saves, query },
    votes,
    digest: { ...(setting ?? NO_DIGEST), nextAt: setting?.nextAt ?? null },
    reader: personalReader(person, channels[0] ?? UTC_ENGLISH),
  };
}

async function weekOf(deps: Deps, { id, name }: ChannelProfile): Promise<Home['channels'][number]> {
  const since = new Date(deps.now().getTime() - WEEK_MS);
  return {
    name,
    posted: await finding.countPosted(deps.db, id, since),
    voters: await countVoters(deps.db, id, since),
    best: (await finding.listTop(deps.db, id, since, BEST)).map(withoutThread),
  };
}

/** The page asked for, or the last one where it is gone: the only save of a page was removed, for example. */
async function lastPage(
  page: number,
  read: (offset: number) => Promise<PageOf<finding.StoredLine>>,
): Promise<Page<ArticleLine>> {
  const { lines, total } = await read(page * PER_PAGE);
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  if (page >= pages) return await lastPage(pages - 1, read);
  return { lines: lines.map(withoutThread), page, pages, total };
}

/** A thread's address would be a call of Slack for each line. */
function withoutThread({ ts: _ts, ...line }: finding.StoredLine): ArticleLine {
  return { ...line, permalink: null };
}
