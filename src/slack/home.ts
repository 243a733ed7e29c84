// The Home tab, drawn when a person opens it and after what they press there. Where they are on it (pages, search) is
// kept in the view itself.
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { FREQUENCIES, type Stance } from '../domain/personal.ts';
import { learnNext } from '../pipeline/follow-track.ts';
import { setPersonalDigest, setTopics } from '../pipeline/set-personal.ts';
import { type HomePlace, showHome } from '../pipeline/show-home.ts';
import { homeView } from './blocks/home.ts';
import { CUTS } from './blocks/limits.ts';
import { privateWords, type SlackContext } from './context.ts';
import { onPress, type Press, type PressListener } from './press.ts';

const START: HomePlace = { query: '', saves: 0, votes: 0 };
const page = z.number().int().min(0).catch(0);
const placeSchema = z.object({ query: z.string().max(CUTS.queryText).catch(''), saves: page, votes: page });
const turn = z.templateLiteral([z.enum(['saves', 'votes']), ':', z.number().int().min(0)]);

export function onHomeOpened(context: SlackContext): Middleware<SlackEventMiddlewareArgs<'app_home_opened'>> {
  return async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const metadata = event.view?.private_metadata ?? '';
    await publishHome(context, client, { personId: event.user, metadata });
  };
}

/** `changes`: where the person goes from the place that the view remembers. */
export async function publishHome(
  context: SlackContext,
  client: WebClient,
  at: Pick<Press, 'personId' | 'metadata'>,
  changes: Partial<HomePlace> = {},
): Promise<null> {
  const { deps, command } = context;
  const { personId } = at;
  const place = { ...placeOf(at.metadata), ...changes };
  // First the words: they know the person, whose channels are shown.
  const words = await privateWords(context, { personId, channelId: null });
  const [home, progress] = await Promise.all([showHome(deps, personId, place), learnNext(deps, personId)]);
  await client.views.publish({ user_id: personId, view: homeView({ home, progress, command }, words) });
  return null;
}

function placeOf(metadata: string): HomePlace {
  return metadata === '' ? START : placeSchema.parse(JSON.parse(metadata));
}

export function onTopics(context: SlackContext, stance: Stance): PressListener {
  return onPress(context, `${stance}-topics`, async (press, client) => {
    await setTopics(context.deps, { personId: press.personId, stance, topics: press.values });
    return await publishHome(context, client, press);
  });
}

export function onSearchSaves(context: SlackContext): PressListener {
  return onPress(context, 'search-saves', async (press, client) =>
    publishHome(context, client, press, { query: press.value.slice(0, CUTS.queryText), saves: 0 }),
  );
}

export function onDigestFrequency(context: SlackContext): PressListener {
  return onPress(context, 'digest-frequency', async (press, client) => {
    const changes = { frequency: z.enum(FREQUENCIES).parse(press.value) };
    await setPersonalDigest(context.deps, { personId: press.personId, changes });
    return await publishHome(context, client, press);
  });
}

export function onDigestHour(context: SlackContext): PressListener {
  return onPress(context, 'digest-hour', async (press, client) => {
    const changes = { hour: z.coerce.number().int().min(0).max(23).parse(press.value) };
    await setPersonalDigest(context.deps, { personId: press.personId, changes });
    return await publishHome(context, client, press);
  });
}

export function onTurnPage(context: SlackContext): PressListener {
  return onPress(context, 'turn-page', async (press, client) => {
    const [list = '', number = ''] = turn.parse(press.value).split(':');
    return await publishHome(context, client, press, { [list]: Number(number) });
  });
}
