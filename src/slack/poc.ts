// Proofs of concept: the wish on a card, joining, and showing a demo. The pipeline redraws the prompt itself.
import { setTimeout as delay } from 'node:timers/promises';
import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { joinPoc, shareDemo, wishForPoc } from '../pipeline/prompt-poc.ts';
import { sentence } from './blocks/message.ts';
import { FIELDS, readShareDemo, shareDemoModal } from './blocks/modals.ts';
import { dayName } from './blocks/text.ts';
import { answering, ephemeral, languageFor, type SlackContext } from './context.ts';
import { numberValue, onPress, type PressListener } from './press.ts';

/** Slack waits 3 s for the answer to a submitted view; after this the answer comes as a message. */
const VIEW_PATIENCE_MS = 2000;

export function onWishPoc(context: SlackContext): PressListener {
  return onPress(context, 'wish-poc', async (press) => {
    const { deps, command } = context;
    const outcome = await wishForPoc(deps, { messageId: press.value, personId: press.personId });
    switch (outcome.kind) {
      case 'wished': {
        const day = dayName(outcome.nextPrompt, languageFor(deps, press.channelId));
        const wishes =
          outcome.wishes === 1 ? 'You are the first to want a PoC' : `${outcome.wishes} want a PoC`;
        return sentence(`${wishes} of this. The most wanted article becomes a brief on ${day}.`);
      }
      case 'withdrawn':
        return sentence('Your wish for a PoC is taken back.');
      case 'prompted':
        return sentence(`There is a PoC of this already: ${command} poc`);
      case 'unknown':
        return sentence('This message is no longer known here.');
    }
  });
}

export function onJoinPoc(context: SlackContext): PressListener {
  return onPress(context, 'join-poc', async (press) => {
    const pocId = numberValue.parse(press.value);
    const outcome = await joinPoc(context.deps, { pocId, personId: press.personId });
    if (outcome.kind === 'unknown') return sentence('This PoC is no longer known here.');
    if (outcome.kind === 'left') return sentence('You are out of this PoC.');
    const others = outcome.poc.members.length - 1;
    return sentence(
      others > 0
        ? 'You are in. Say hello to the others in the thread.'
        : 'You are in, as the first. Start in the thread: what would you try first?',
    );
  });
}

export function onShareDemo(context: SlackContext): PressListener {
  return onPress(context, 'share-demo', async (press, client) => {
    const view = shareDemoModal({
      pocId: numberValue.parse(press.value),
      channelId: press.channelId ?? '',
    });
    await client.views.open({ trigger_id: press.triggerId, view });
    return null;
  });
}

/** What is wrong with the address is said in the modal, so that nothing typed is lost. */
export function onDemoSubmitted(
  context: SlackContext,
): Middleware<SlackViewMiddlewareArgs<ViewSubmitAction>> {
  return async ({ ack, body, view, client }) => {
    const demo = readShareDemo(view);
    const personId = body.user.id;
    const inView = (problem: string) => ack({ response_action: 'errors', errors: { [FIELDS.url]: problem } });
    if (!/^https?:\/\//i.test(demo.url)) return await inView('Write a web address that begins with https://');

    const shared = shareDemo(context.deps, { pocId: demo.pocId, personId, url: demo.url, note: demo.note });
    const early = await Promise.race([shared, delay(VIEW_PATIENCE_MS, null, { ref: false })]).catch(
      async (error: unknown) => {
        await inView('That did not work. Please try again in a minute.');
        throw error;
      },
    );
    if (early?.kind === 'refused') return await inView(early.reason);
    await ack();

    const reply = ephemeral(client, { channelId: demo.channelId, personId, threadTs: null });
    await answering(context, 'share-demo', reply, async () => {
      const outcome = await shared;
      if (outcome.kind === 'refused') return sentence(outcome.reason);
      return sentence('Your demo is shown under the PoC, and in the next digest.');
    });
  };
}
