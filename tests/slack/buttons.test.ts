// What people press: buttons, menus, modals, the Home tab.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listSaves, saveArticle } from '../../src/pipeline/save-article.ts';
import { ACTIONS } from '../../src/slack/blocks/actions.ts';
import { foundSourceMessage } from '../../src/slack/blocks/found-source.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import { messageIn, nextTs, reactionTo } from './support/events.ts';
import { Product } from './support/product.ts';

const FOUND = {
  kind: 'found' as const,
  source: {
    id: 'a-lab',
    kind: 'feed' as const,
    url: 'https://lab.example/feed',
    title: 'A lab',
    weight: 1,
    defaultKind: null,
  },
  page: 'https://lab.example/',
  items: [],
  postsPerWeek: 1,
  alreadyAs: null,
  others: [],
};

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.stop());
beforeEach(() => product.forgetTraffic());

const ada = () => product.workspace.personId;
const lastAnswer = () => JSON.stringify(product.workspace.responses.at(-1));

describe('buttons', () => {
  test('every action that a block can send has a listener, and every listener a block', async () => {
    const card = await product.postCard();
    const poc = await product.postPoc();
    for (let n = 0; n < 11; n += 1) {
      const { articleId } = await product.postCard();
      await saveArticle(product.deps, { articleId, personId: ada() });
    }
    const { publishedIds } = await publishHomeAndCollect();
    const posted = [await product.messageAt(card.ts), await product.messageAt(poc.ts)];
    await product.command('save list');
    await product.command('learn');
    await product.command('forget me');
    await product.command('poc');
    await product.command('sources');
    await product.shortcut('summarise', { ...(await product.messageAt(card.ts)) });
    const filled = { ...JSON.parse(product.calls('views.update')[0]?.view ?? '{}'), id: 'V1', hash: 'h' };
    const im = await product.workspace.admin.conversations.open({ users: 'U0BOT00001' });
    await product.event(messageIn(product, { channel: im.channel?.id, channel_type: 'im', text: 'profile' }));
    const said = product.calls('chat.postMessage').map(({ blocks }) => JSON.parse(blocks ?? '[]'));
    const produced = new Set([
      ...actionIdsIn(said),
      ...actionIdsIn(posted),
      ...publishedIds,
      ...actionIdsIn(product.workspace.responses),
      ...actionIdsIn(filled),
      // Without a site to look at.
      ...actionIdsIn(foundSourceMessage(FOUND, wordsFor('en')).blocks),
    ]);
    expect([...produced].toSorted()).toEqual(Object.values(ACTIONS).toSorted());
    for (const id of produced) {
      const value = {
        vote: card.messageId,
        'wish-poc': card.messageId,
        'card-menu': `why:${card.articleId}`,
        'rate-answer': 'no-such-answer:up',
        'add-found-source': JSON.stringify(FOUND.source),
        'digest-frequency': 'daily',
        'digest-hour': '8',
        'home-newer': 'saves:0',
        'home-older': 'saves:1',
      }[id];
      const known = id === 'join-poc' || id === 'share-demo' ? String(poc.pocId) : String(card.articleId);
      const response = await product.press(
        id,
        value ?? (id === 'finish-lesson' ? 'no such lesson' : known),
        card,
        id === 'share-summary' ? { view: filled, channel: undefined, message: undefined } : {},
      );
      expect([id, response.status]).toEqual([id, 200]);
    }
    expect(product.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);
  });

  test('a vote is counted silently, a second press takes it back and says so', async () => {
    const card = await product.postCard();
    await product.press('vote', card.messageId, card);
    expect(await product.votesOf(card.articleId)).toBe(1);
    expect(product.workspace.responses).toEqual([]);
    await product.press('vote', card.messageId, card);
    expect(await product.votesOf(card.articleId)).toBe(0);
    expect(lastAnswer()).toContain('taken back');
  });

  test('a vote beside a reaction is explained, and counts once', async () => {
    const card = await product.postCard();
    await product.event(reactionTo(product, card));
    await product.press('vote', card.messageId, card);
    expect(await product.votesOf(card.articleId)).toBe(1);
    expect(lastAnswer()).toContain('Your reaction counts already');
  });

  test('saving keeps an article in the list, and Remove inside the list redraws the list', async () => {
    const card = await product.postCard();
    await product.press('save', String(card.articleId), card);
    expect(lastAnswer()).toContain('Saved.');
    expect(
      (await listSaves(product.deps, { personId: ada(), language: 'en' })).map((line) => line.articleId),
    ).toContain(card.articleId);
    await product.press('save', String(card.articleId), null);
    expect(product.workspace.responses.at(-1)).toMatchObject({ replace_original: true });
    expect(
      (await listSaves(product.deps, { personId: ada(), language: 'en' })).map((line) => line.articleId),
    ).not.toContain(card.articleId);
  });

  test('a wish for a PoC is counted, with the day of the next brief', async () => {
    const card = await product.postCard();
    await product.press('wish-poc', card.messageId, card);
    expect(lastAnswer()).toContain('You are the first to want a PoC of this');
    expect(lastAnswer()).toContain('25 Nov 2026');
  });

  test('"Why?" shows the sentences that the summary rests on', async () => {
    const card = await product.postCard();
    await product.press('card-menu', `why:${card.articleId}`, card);
    expect(product.workspace.responses.at(-1)).toMatchObject({
      response_type: 'ephemeral',
      replace_original: false,
    });
    expect(lastAnswer()).toContain('We skip every second layer while drafting.');
    expect(lastAnswer()).toContain('inference cost');
  });

  test('joining and leaving a PoC', async () => {
    const poc = await product.postPoc();
    await product.press('join-poc', String(poc.pocId), poc);
    expect(lastAnswer()).toContain('You are in, as the first.');
    await product.press('join-poc', String(poc.pocId), poc);
    expect(lastAnswer()).toContain('You are out of this PoC.');
  });

  test('a button on a message that is no longer known says so', async () => {
    await product.press('vote', 'no such message', null);
    expect(lastAnswer()).toContain('no longer known');
  });

  test('a value that no block of ours has changes nothing, and is answered', async () => {
    await product.press('save', '1; drop table article', null);
    expect(lastAnswer()).toContain('That did not work.');
  });
});

describe('the Home tab', () => {
  test('shows the next lesson and the list, and moves on when a lesson is done', async () => {
    const card = await product.postCard();
    await product.press('save', String(card.articleId), card);
    await product.event({
      type: 'app_home_opened',
      user: ada(),
      channel: 'D1',
      tab: 'home',
      event_ts: nextTs(),
    });
    const first = product.calls('views.publish').at(-1);
    expect(first?.user_id).toBe(ada());
    expect(first?.view).toContain('Lesson 1 of 2');
    expect(first?.view).toContain(card.title);
    await product.press('finish-lesson', 'decide', null, {
      view: { type: 'home', id: 'V1' },
      response_url: undefined,
    });
    expect(product.calls('views.publish').at(-1)?.view).toContain('Lesson 2 of 2');
  });

  test('its Messages tab publishes nothing', async () => {
    await product.event({
      type: 'app_home_opened',
      user: ada(),
      channel: 'D1',
      tab: 'messages',
      event_ts: nextTs(),
    });
    expect(product.calls('views.publish')).toEqual([]);
  });
});

async function publishHomeAndCollect() {
  await product.event({
    type: 'app_home_opened',
    user: ada(),
    channel: 'D1',
    tab: 'home',
    // The middle one of three pages.
    view: { type: 'home', private_metadata: JSON.stringify({ query: '', saves: 1, votes: 0 }) },
    event_ts: nextTs(),
  });
  return {
    publishedIds: actionIdsIn(product.calls('views.publish').map((call) => JSON.parse(call.view ?? '{}'))),
  };
}

function actionIdsIn(value: unknown): string[] {
  const ids: string[] = [];
  JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'action_id') ids.push(String(inner));
    return inner;
  });
  return ids;
}
