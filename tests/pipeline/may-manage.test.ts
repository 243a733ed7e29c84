import { afterAll, beforeAll, expect, it } from 'vitest';
import { listLog, mayManage } from '../../src/pipeline/may-manage.ts';
import type { Deps } from '../../src/pipeline/ports.ts';
import { refusedMessage } from '../../src/slack/blocks/change-log.ts';
import { wordsFor } from '../../src/slack/words/words.ts';
import { logChange } from '../../src/store/change-log.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { profileOf } from '../support/profile.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ workers: false });
});
afterAll(() => app?.close());

const maker = () => app.sandbox.members[0]?.id ?? '';
const other = () => app.sandbox.members[1]?.id ?? '';

function withManagers(managers: string[]): Deps {
  return { ...app.deps, channels: [profileOf({ id: app.channelId, managers })] };
}
const ask = (managers: string[], personId: string) =>
  mayManage(withManagers(managers), { channelId: app.channelId, personId });

it('is any member where the channel names no managers', async () => {
  expect(await ask([], other())).toEqual({ kind: 'allowed' });
});

it('is the named ones, and the refusal says who they are', async () => {
  expect(await ask(['U0SOMEONE1'], 'U0SOMEONE1')).toEqual({ kind: 'allowed' });
  expect(await ask(['U0SOMEONE1'], maker())).toEqual({ kind: 'refused', managers: ['U0SOMEONE1'] });
  expect(JSON.stringify(refusedMessage(['U0SOMEONE1'], wordsFor('en')).blocks)).toContain(
    '"user_id":"U0SOMEONE1"',
  );
});

it('is whoever made the channel in Slack, where the channel says so', async () => {
  expect(await ask(['creator', 'U0SOMEONE1'], maker())).toEqual({ kind: 'allowed' });
  expect(await ask(['creator', 'U0SOMEONE1'], other())).toEqual({
    kind: 'refused',
    managers: [maker(), 'U0SOMEONE1'],
  });
});

it('a change is logged with who made it, newest first, and only where it concerns', async () => {
  const now = app.deps.now();
  const source = { title: 'A lab', url: 'https://lab.example/feed' };
  const by = { personId: other(), channelId: app.channelId };
  await logChange(app.db, { ...by, action: 'profile-changed', detail: { fields: ['hours'] } }, now);
  await logChange(app.db, { ...by, channelId: 'C0ELSEWHERE', action: 'source-removed', detail: source }, now);
  await logChange(app.db, { ...by, channelId: null, action: 'source-added', detail: source }, now);
  expect(await listLog(app.deps, app.channelId, 10)).toMatchObject([
    { action: 'source-added', detail: source, personId: other() },
    { action: 'profile-changed', detail: { fields: ['hours'] } },
  ]);
});
