// Forgetting, on real parts: what the team sees is right afterwards, and stays right.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetChannel } from '../../src/pipeline/forget-channel.ts';
import { forgetPerson } from '../../src/pipeline/forget-person.ts';
import { reconcileVotes } from '../../src/pipeline/reconcile-votes.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { type Person, personOf, postsOf, textOf } from '../support/person.ts';

let app: TestApp;
let site: TestSite;
let maya: Person;
let tomas: Person;
let reply: Message;

beforeAll(async () => {
  const body = `<!doctype html><html lang="en"><head><title>Agents that plan</title></head><body><article><p>${'An agent plans its work and checks each step. '.repeat(6)}</p></article></body></html>`;
  site = await serveSite({ '/a': { type: 'text/html', body } });
  app = await startTestApp({ hosts: [site.host] });
  [maya, tomas] = [personOf(app.sandbox, 0), personOf(app.sandbox, 1)];
  await maya.say(app.channelId, site.url('/a'));
  await app.settle();
  [reply] = postsOf(app.sandbox, app.channelId) as [Message];
  await maya.react(reply, '+1');
  await tomas.react(reply, '+1');
  await tomas.press(reply, 'save');
  await app.settle();
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

const shown = () => textOf(postsOf(app.sandbox, app.channelId)[0] as Message);
const votes = async () => (await app.db.query<{ votes: number }>('select votes from tally'))[0]?.votes;
const rowsOf = async (personId: string) =>
  (await app.db.query('select 1 from vote where person_id = $1', [personId])).length;

describe('a person who is forgotten', () => {
  it('is out of the tally and of the message at once', async () => {
    expect(shown()).toContain('👍 2');
    expect(await forgetPerson(app.deps, tomas.id)).toMatchObject({ vote: 1, save: 1 });
    await app.settle();
    expect(await votes()).toBe(1);
    expect(shown()).toContain('👍 1');
  });

  it('stays out of it when the reactions in Slack are compared, until they react anew', async () => {
    await reconcileVotes(app.deps, { channelId: app.channelId });
    expect(await rowsOf(tomas.id)).toBe(0);
    await tomas.react(reply, '+1');
    await tomas.react(reply, '+1');
    await app.settle();
    expect(await votes()).toBe(2);
    await reconcileVotes(app.deps, { channelId: app.channelId });
    expect(await votes()).toBe(2);
  });

  it('no longer stands on the link they shared', async () => {
    await forgetPerson(app.deps, maya.id);
    expect(await app.db.query('select 1 from share')).toEqual([]);
    expect(await votes()).toBe(1);
  });
});

it('a channel that the app left has no votes and links of its people any more', async () => {
  await forgetChannel(app.deps, app.channelId);
  expect(await app.db.query('select 1 from vote union all select 1 from share')).toEqual([]);
  expect(await votes()).toBe(0);
});
