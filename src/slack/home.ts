// The Home tab, drawn when a person opens it and after what they press there.
import type { Middleware, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { learnNext } from '../pipeline/follow-track.ts';
import { listSaves } from '../pipeline/save-article.ts';
import { homeView } from './blocks/home.ts';
import { privateWords, type SlackContext } from './context.ts';

export function onHomeOpened(context: SlackContext): Middleware<SlackEventMiddlewareArgs<'app_home_opened'>> {
  return async ({ event, client }) => {
    if (event.tab === 'home') await publishHome(context, client, event.user);
  };
}

export async function publishHome(context: SlackContext, client: WebClient, personId: string): Promise<void> {
  const { deps, command } = context;
  const [saves, progress] = await Promise.all([listSaves(deps, personId), learnNext(deps, personId)]);
  const channelName = deps.channels[0]?.name ?? null;
  const words = await privateWords(context, { personId, channelId: null });
  const view = homeView({ channelName, saves, progress, command }, words);
  await client.views.publish({ user_id: personId, view });
}
