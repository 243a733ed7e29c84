// An answer in a thread while it is being written: each sentence appears when it has been checked. Where Slack does not
// stream, or anything goes wrong, jobs send or show the answer in one piece.
import type { WebClient } from '@slack/web-api';
import type { Exchange } from '../domain/answer.ts';
import {
  beginWriting,
  composeAnswer,
  endWriting,
  keepAnswered,
  openAnswer,
  postInOnePiece,
  showAnew,
  type ThreadQuestion,
} from '../pipeline/ask-in-thread.ts';
import type { CitedSentence } from '../pipeline/cite-sources.ts';
import type { Deps } from '../pipeline/ports.ts';
import { LostAnswer } from '../pipeline/ports.ts';
import { answerSentence, ratedAnswer } from './blocks/answer.ts';
import { identified, type Message, wordsOf } from './blocks/message.ts';
import type { SlackContext } from './context.ts';
import { startAnswer } from './publisher.ts';
import { faultOf } from './slack-fault.ts';
import type { Words } from './words/words.ts';

/** Answers in the thread. What it could not send itself is ordered from the queue. */
export async function answerInThread(
  { deps }: SlackContext,
  client: WebClient,
  asked: ThreadQuestion & { teamId: string | null; earlier: Exchange | null },
  words: Words,
): Promise<void> {
  const { teamId, earlier, ...question } = asked;
  const id = await openAnswer(deps, question);
  const stream = new AnswerStream(deps, client, { ...question, teamId, id });
  try {
    const composed = await composeAnswer(deps, id, {
      earlier,
      onSentence: (sentence, articles) => stream.add(sentence, answerSentence(sentence, articles)),
    });
    if (!composed) return;
    const message = ratedAnswer({ answered: composed.answered, answerId: id }, words);
    await keepAnswered(deps, id, composed.answered, wordsOf(message));
    const said = composed.answered.kind === 'answer' ? composed.answered.sentences : [];
    await stream.end(said, message);
  } catch (error) {
    // A job answers in its place.
    await stream.giveUp();
    throw error;
  }
}

type State =
  | { kind: 'unsent' }
  /** Slack does not stream here, or refused just now: nothing of it is there. */
  | { kind: 'refused' }
  /** Slack may have it. */
  | { kind: 'lost' }
  | { kind: 'streaming'; ts: string }
  /** Some of it is there, and we no longer know what. */
  | { kind: 'broken'; ts: string };

class AnswerStream {
  readonly #deps: Deps;
  readonly #client: WebClient;
  readonly #to: ThreadQuestion & { id: string; teamId: string | null };
  readonly #said: CitedSentence[] = [];
  #state: State = { kind: 'unsent' };
  /** What is sent one after the other; never rejects. */
  #sending: Promise<void> = Promise.resolve();

  constructor(deps: Deps, client: WebClient, to: ThreadQuestion & { id: string; teamId: string | null }) {
    this.#deps = deps;
    this.#client = client;
    this.#to = to;
  }

  add(sentence: CitedSentence, message: Message): void {
    this.#sending = this.#sending.then(() => this.#send(sentence, message));
  }

  async #send(sentence: CitedSentence, message: Message): Promise<void> {
    if (this.#state.kind === 'unsent') await this.#start(message);
    else if (this.#state.kind === 'streaming') await this.#append(this.#state.ts, message);
    else return;
    if (this.#state.kind === 'streaming') this.#said.push(sentence);
  }

  async #start(message: Message): Promise<void> {
    const { id, channelId, threadTs, personId, teamId, place } = this.#to;
    try {
      const recipient = place === 'mention' && teamId ? { personId, teamId } : null;
      const ts = await startAnswer(this.#client, { channelId, threadTs, recipient }, identified(message, id));
      this.#state = { kind: 'streaming', ts };
      await beginWriting(this.#deps, id, ts);
    } catch (error) {
      const fault = faultOf(error, 'chat.startStream', true);
      if (this.#state.kind === 'streaming') this.#break(fault);
      else this.#state = { kind: fault instanceof LostAnswer ? 'lost' : 'refused' };
      this.#deps.log.info({ err: fault }, 'An answer is not streamed: it comes in one piece');
    }
  }

  async #append(ts: string, { blocks }: Message): Promise<void> {
    try {
      await this.#client.chat.appendStream({
        channel: this.#to.channelId,
        ts,
        chunks: [{ type: 'blocks', blocks }],
      });
    } catch (error) {
      this.#break(error);
    }
  }

  #break(err: unknown): void {
    if (this.#state.kind !== 'streaming') return;
    this.#state = { kind: 'broken', ts: this.#state.ts };
    this.#deps.log.info({ err }, 'A streamed answer was cut off: it is shown anew');
  }

  /** Makes sure that the thread has exactly `message`, of which `sentences` may have been streamed. */
  async end(sentences: readonly CitedSentence[], message: Message): Promise<void> {
    await this.#sending;
    const { id, channelId } = this.#to;
    if (this.#state.kind === 'streaming' && !sameSentences(this.#said, sentences)) this.#break(null);
    if (this.#state.kind === 'streaming') {
      try {
        // The answer itself is there: what stands around it follows.
        const blocks = message.blocks.slice(1);
        await this.#client.chat.stopStream({ channel: channelId, ts: this.#state.ts, blocks });
        return await endWriting(this.#deps, id);
      } catch (error) {
        this.#break(error);
      }
    }
    await this.#handOver();
  }

  async giveUp(): Promise<void> {
    await this.#sending;
    if (this.#state.kind === 'streaming') this.#break(null);
    await this.#handOver();
  }

  async #handOver(): Promise<void> {
    const { id } = this.#to;
    if (this.#state.kind === 'broken') await showAnew(this.#deps, id);
    else await postInOnePiece(this.#deps, id, this.#state.kind !== 'lost');
  }
}

function sameSentences(one: readonly CitedSentence[], other: readonly CitedSentence[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
