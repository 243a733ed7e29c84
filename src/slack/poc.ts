// Proofs of concept: the wish on a card, joining, and showing a demo. The pipeline redraws the prompt itself.
import { joinPoc, wishForPoc } from '../pipeline/prompt-poc.ts';
import { demoProblem, shareDemo } from '../pipeline/share-demo.ts';
import { fallback, type Message, paragraph, sentence } from './blocks/message.ts';
import { FIELDS, noticeModal, readShareDemo, shareDemoModal } from './blocks/modals.ts';
import { dayName, richPieces, richTime } from './blocks/text.ts';
import type { SlackContext } from './context.ts';
import { onSubmit, openView, type ViewListener } from './loading-view.ts';
import { numberValue, onPress, type PressListener } from './press.ts';
import { faultIn, type Words } from './words/words.ts';

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
    await openView(
      context,
      client,
      { what: 'share-demo', asking: press, triggerId: press.triggerId, view },
      words,
    );
    return null;
  });
}

/** What is wrong with the address is said in the modal, so that nothing typed is lost. */
export function onDemoSubmitted(context: SlackContext): ViewListener {
  type Form = ReturnType<typeof readShareDemo> & { kind: 'demo' };
  return onSubmit<Form>(context, {
    what: 'share-demo',
    title: (words) => words.modals.demoTitle,
    read(view, words) {
      const demo = readShareDemo(view);
      const problem = demoProblem(demo.url);
      if (problem === null) return { kind: 'demo', ...demo };
      return { kind: 'errors', errors: { [FIELDS.url]: words.poc.demoRefused[problem] } };
    },
    async work({ pocId, channelId, url, note, doubted }, personId, words) {
      const sure = doubted === url;
      const outcome = await shareDemo(context.deps, { pocId, personId, url, note, sure });
      if (outcome.kind === 'shown') return noticeModal(sentence(words.poc.demoShown), words);
      const doubtful = outcome.kind === 'doubtful';
      const problem = doubtful
        ? words.modals.demoDoubt(faultIn(words, outcome.reason))
        : words.poc.demoRefused[outcome.reason];
      return shareDemoModal({ pocId, channelId, ...(doubtful ? { doubted: url } : {}) }, words, {
        url,
        note,
        problem,
      });
    },
  });
}
