// The channel's profile, edited in Slack: by a manager, checked, in effect at once, for all to see by whom.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelProfile } from '../../src/domain/channel.ts';
import { applyProfiles } from '../../src/pipeline/change-profile.ts';
import type { Message } from '../../src/sandbox/messages.ts';
import { watchProfiles } from '../../src/start/watch-profiles.ts';
import { subscribeMore } from '../../src/store/sources.ts';
import { setSchedules } from '../../workers/schedules.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { feedSource } from '../support/feed-source.ts';
import { type Person, personOf, textOf, textOfView } from '../support/person.ts';
import { profileOf } from '../support/profile.ts';

let app: TestApp;
let maya: Person;
let tomas: Person;
beforeAll(async () => {
  app = await startTestApp({ workers: false });
  [maya, tomas] = [personOf(app.sandbox, 0), personOf(app.sandbox, 1)];
});
afterAll(() => app?.close());
afterEach(async () => {
  await app.db.query('delete from channel_profile');
  await app.db.query('delete from change_log');
  app.deps.channels.splice(0, 1, profileOf({ id: app.channelId }));
});

const profile = () => app.deps.channels[0] as ChannelProfile;
const option = (value: string) => ({ value, text: { type: 'plain_text', text: value } });

async function opens(person: Person): Promise<string> {
  await person.say(app.channelId, '/discuss-ai profile');
  await app.settle();
  return textOfView(person.modal());
}
async function sends(person: Person, filled: Record<string, unknown>): Promise<Record<string, string>> {
  const errors = await person.submit(
    Object.fromEntries(Object.entries(filled).map(([id, value]) => [id, { input: value }])),
  );
  await app.settle();
  return errors;
}

describe('the form', () => {
  it('opens at once, and then holds the profile as it is', async () => {
    const shown = await opens(maya);
    expect(shown).toContain('What #discuss-ai reads');
    expect(shown).toContain('"initial_value":"4"');
    expect(shown).toContain('"initial_time":"09:00"');
    expect(shown).not.toContain('Changed here');
    expect(await sends(maya, {})).toEqual({});
    expect(textOfView(maya.modal())).toContain('Everything was like that already');
    expect(await app.db.query('select 1 from change_log')).toEqual([]);
  });

  it('changes what it was sent with, at once and for later processes, and says by whom', async () => {
    await opens(tomas);
    await sends(tomas, {
      topics: [option('agents')],
      'new-topics': 'robotics: robot, gripper\n医疗：病历，影像',
      kinds: ['paper', 'funding'].map(option),
      posts: '9',
      from: '10:00',
      until: '12:30',
      language: option('zh-Hans'),
      'digest-day': option('monday'),
      'digest-time': '08:15',
      'poc-day': option('thursday'),
      'poc-time': '11:45',
      sharing: option('reaction'),
    });
    expect(textOfView(tomas.modal())).toMatch(/Changed: .*topics.*digest/);
    const changed = {
      postsPerDay: 9,
      hours: { from: '10:00', until: '12:30' },
      language: 'zh-Hans',
      digest: { day: 'monday', time: '08:15' },
      poc: { day: 'thursday', time: '11:45' },
      sharing: 'reaction',
      topics: [
        { name: 'agents', words: ['agent', 'tool use'], weight: 1 },
        { name: 'robotics', words: ['robot', 'gripper'], weight: 1 },
        { name: '医疗', words: ['病历', '影像'], weight: 1 },
      ],
    };
    expect(profile()).toMatchObject(changed);
    expect(profile().kinds).toMatchObject({ paper: 1.2, funding: 1, tool: 0, news: 0 });

    const later = { db: app.db, channels: [profileOf({ id: app.channelId })] };
    expect(await applyProfiles(later)).toBe(true);
    expect(later.channels[0]).toMatchObject(changed);
    expect(await applyProfiles(later)).toBe(false);

    await maya.say(app.channelId, '/discuss-ai log');
    await app.settle();
    expect(textOf(maya.answers().at(-1) as Message)).toContain(`"user_id":"${tomas.id}"`);
    await app.deps.channels.splice(0, 1, { ...profile(), language: 'en' });
    expect(await opens(maya)).toContain(`"user_id":"${tomas.id}"`);
  });

  it('takes and leaves sources, beside its packs and out of them', async () => {
    const now = app.deps.now();
    for (const [id, pack] of [
      ['in-pack', 'research'],
      ['out-of-pack', 'models'],
    ] as const) {
      const source = feedSource(id);
      await subscribeMore(app.db, [source], now);
      await app.db.query('update source set pack = $2 where url = $1', [source.url, pack]);
    }
    const rows = await app.db.query<{ id: string; pack: string }>('select id, pack from source');
    const idOf = (pack: string) => rows.find((row) => row.pack === pack)?.id ?? '';
    app.deps.channels.splice(
      0,
      1,
      profileOf({ id: app.channelId, packs: ['research'], sources: ['-elsewhere'] }),
    );
    await opens(maya);
    await sends(maya, { sources: [option(idOf('models'))] });
    expect(profile().sources.toSorted()).toEqual(
      [`-${idOf('research')}`, '-elsewhere', idOf('models')].toSorted(),
    );
    await opens(maya);
    await sends(maya, { sources: [option(idOf('research'))] });
    expect(profile().sources).toEqual(['-elsewhere']);
    await app.db.query('delete from source');
  });

  const subscribes = async (count: number) => {
    const feeds = Array.from({ length: count }, (_, n) => ({
      url: `https://s${n}.example/feed`,
      title: `Source ${n}`,
    }));
    await subscribeMore(app.db, feeds, app.deps.now());
  };

  it('holds hundreds of sources, by pack, and lets go of any of them', async () => {
    await subscribes(250);
    await app.db.query("update source set pack = 'research' where title like 'Source 1%'");
    const shown = await opens(maya);
    expect(shown).not.toContain('fit in this form');
    expect(shown.indexOf('"text":"research"')).toBeGreaterThan(0);
    expect(shown.indexOf('"text":"Added here"')).toBeGreaterThan(shown.indexOf('"text":"research"'));
    await sends(maya, { sources: [] });
    expect(profile().sources).toHaveLength(250);
    await app.db.query('delete from source');
  });

  it('says how many sources there are where a form cannot hold them all, and leaves the others as they are', async () => {
    await subscribes(1_500);
    expect(await opens(maya)).toMatch(/[\d,]+ of 1,500 fit in this form/);
    await sends(maya, { sources: [] });
    const left = profile().sources.length;
    expect(left).toBeGreaterThan(500);
    expect(left).toBeLessThan(1_500);
    await app.db.query('delete from source');
  });

  it('offers a topic again that was taken out, and takes all changes back', async () => {
    await opens(maya);
    await sends(maya, { topics: [option('agents')], posts: '1' });
    expect(profile().topics.map(({ name }) => name)).toEqual(['agents']);
    expect(await opens(maya)).toContain('inference cost');
    await sends(maya, { reset: [option('reset')] });
    expect(textOfView(maya.modal())).toContain('As in config/channels.yaml again');
    expect(profile()).toEqual(profileOf({ id: app.channelId }));
  });

  it('says at the input what is wrong, and changes nothing', async () => {
    await opens(maya);
    const errors = await sends(maya, {
      from: '12:00',
      until: '11:00',
      'new-topics': 'no colon here',
      posts: '1.5',
    });
    expect(Object.keys(errors).toSorted()).toEqual(['new-topics', 'posts', 'until']);
    expect(profile()).toEqual(profileOf({ id: app.channelId }));
  });
});

it('who may not change it is told who may, also when the form was open before', async () => {
  await opens(tomas);
  app.deps.channels.splice(0, 1, profileOf({ id: app.channelId, managers: [maya.id] }));
  await sends(tomas, { posts: '9' });
  expect(textOfView(tomas.modal())).toContain(`"user_id":"${maya.id}"`);
  expect(profile().postsPerDay).toBe(4);
  expect(await opens(tomas)).toContain(`"user_id":"${maya.id}"`);
  expect(await opens(maya)).toContain('What #discuss-ai reads');
});

it('in a direct message a button opens it', async () => {
  const direct = app.sandbox.workspace.channel(maya.id)?.id ?? '';
  await maya.say(direct, 'profile');
  await app.settle();
  const answer = app.sandbox.workspace.messages.inChannel(direct).at(-1) as Message;
  await maya.press(answer, 'edit-profile');
  await app.settle();
  expect(textOfView(maya.modal())).toContain('What #discuss-ai reads');
});

it('a new day of the digest reaches the schedule', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = watchProfiles(
    app.deps,
    async () => {
      await setSchedules(app.queue, app.deps.channels);
      resolve();
    },
    5,
  );
  await opens(maya);
  await sends(maya, { 'digest-day': option('tuesday'), 'digest-time': '07:00' });
  await promise;
  stop();
  const [planned] = await app.db.query<{ next: Date }>(
    `select to_timestamp(next_run_ms / 1000.0) as next from bullmq.scheduler where scheduler_id like 'send-digest-%'`,
  );
  expect(planned?.next.getUTCDay()).toBe(2);
});
