// Proofs of concept: the wish on a card, joining, and showing a demo. The pipeline redraws the prompt itself.
import { setTimeout as delay } from 'node:timers/promises';
import type { Middleware, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { joinPoc, shareDemo, wishForPoc } from '../pipeline/prompt-poc.ts';
import { fallback, type Message, paragraph, sentence } from './blocks/message.ts';
import { FIELDS, readShareDemo, shareDemoModal } from './blocks/modals.ts';
import { dayName, richPieces, richTime } from './blocks/text.ts';
import { answering, ephemeral, privateWords, type SlackContext } from './context.ts';
import { numberValue, onPress, type PressListener } from './press.ts';
import type { Words } from './words/words.ts';

/** Slack waits 3 s for the answer to a submitted view; after this the answer comes as a message. */
const VIEW_PATIENCE_MS = 2000;

export function onWishPoc(context: SlackContext): PressListener {
  return onPress(context, 'wish-poc', async (press, _client, words) => {
    const { deps, command } = context;
    const outcome = await wishForPoc(deps, { messageId: press.value, personId: press.personId });
    switch (outcome.kind) {
      case 'wished':
        return wished(outcome, words);
      case 'withdrawn':
        return sentence(words.poc.wishWithdrawn);
      case 'prompted':
        return sentence(words.poc.prompted(command));
      case 'unknown':
        return sentence(words.answers.unknownMessage);
    }
  });
}

function wished({ wishes, nextPrompt }: { wishes: number; nextPrompt: Date }, words: Words): Message {
  return {
    text: fallback(words.poc.wished(wishes, dayName(nextPrompt, words)).join('')),
    blocks: [paragraph(richPieces(words.poc.wished(wishes, richTime(nextPrompt, words))))],
  };
}

export function onJoinPoc(context: SlackContext): PressListener {
  return onPress(context, 'join-poc', async (press, _client, words) => {
    const pocId = numberValue.parse(press.value);
    const outcome = await joinPoc(context.deps, { pocId, personId: press.personId });
    if (outcome.kind === 'unknown') return sentence(words.poc.unknown);
    if (outcome.kind === 'left') return sentence(words.poc.left);
    return sentence(words.poc.joined(outcome.poc.members.length - 1));
  });
}

export function onShareDemo(context: SlackContext): PressListener {
  return onPress(context, 'share-demo', async (press, client, words) => {
    const metadata = { pocId: numberValue.parse(press.value), channelId: press.channelId ?? '' };
    const view = shareDemoModal(metadata, words);
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
    const asking = { personId, channelId: demo.channelId };
    const words = await privateWords(context, asking);
    const { demoRefused, demoShown } = words.poc;
    const inView = (problem: string) => ack({ response_action: 'errors', errors: { [FIELDS.url]: problem } });
    if (!/^https?:\/\//i.test(demo.url)) return await inView(demoRefused['not-an-address']);

    const shared = shareDemo(context.deps, { pocId: demo.pocId, personId, url: demo.url, note: demo.note });
    const early = await Promise.race([shared, delay(VIEW_PATIENCE_MS, null, { ref: false })]).catch(
      async (error: unknown) => {
        await inView(words.modals.failed);
        throw error;
      },
    );
    if (early?.kind === 'refused') return await inView(demoRefused[early.reason]);
    await ack();

    const reply = ephemeral(client, { channelId: demo.channelId, personId, threadTs: null });
    await answering(context, { what: 'share-demo', asking }, reply, async () => {
      const outcome = await shared;
      return sentence(outcome.kind === 'refused' ? demoRefused[outcome.reason] : demoShown);
    });
  };
}
