// Bad input is named where people see it, and stops nothing else.
import { afterEach, describe, expect, it } from 'vitest';
import { requestCollection } from '../../src/pipeline/collect-source.ts';
import { subscribe } from '../../src/store/sources.ts';
import { serveSite, startTestApp, type TestApp, type TestSite } from '../support/app.ts';
import { personOf, postsOf, textOf } from '../support/person.ts';

let app: TestApp;
let site: TestSite;
afterEach(async () => {
  await app.close();
  await site.close();
});

const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>Good</title>
  <item><title>An agent that works</title><link>https://example.invalid/agent</link><guid>1</guid>
  <description>This agent plans its steps, checks each of them, and finishes most of its tasks.</description></item>
  <item><title>No address at all</title><guid>2</guid></item>
  </channel></rss>`;

const SOURCES = {
  good: { type: 'application/rss+xml', body: RSS },
  empty: { type: 'application/rss+xml', body: '' },
  page: { type: 'text/html', body: '<!doctype html><html><body><h1>Welcome</h1></body></html>' },
  cut: { type: 'application/rss+xml', body: RSS.slice(0, 330) },
  huge: { type: 'application/rss+xml', body: () => `<rss><channel>${'x'.repeat(50_000_000)}` },
};

async function begin(): Promise<void> {
  site = await serveSite(Object.fromEntries(Object.entries(SOURCES).map(([id, page]) => [`/${id}`, page])));
  app = await startTestApp({ hosts: [site.host] });
  const source = { kind: 'feed' as const, weight: 1, defaultKind: null };
  const served = Object.keys(SOURCES).map((id) => ({ ...source, id, title: id, url: site.url(`/${id}`) }));
  const gone = { ...source, id: 'nowhere', title: 'nowhere', url: 'https://nowhere.invalid/feed' };
  await subscribe(app.db, 'run', [...served, gone], app.deps.now());
}

describe('bad sources', () => {
  it('are named with the reason, in the log and in the answer to status, while the others are read', async () => {
    await begin();
    await requestCollection(app.deps);
    await app.settle();
    expect(postsOf(app.sandbox, app.channelId).map(textOf).join()).toContain('An agent that works');

    const ada = personOf(app.sandbox);
    await ada.say(app.channelId, '/discuss-ai status');
    await app.settle();
    const status = textOf(ada.answers().at(-1) ?? ({} as never));
    const failing = await app.db.query<{ id: string; last_error: string }>(
      'select id, last_error from source where failing_since is not null order by id',
    );
    expect(failing.map((row) => row.id)).toEqual(['empty', 'huge', 'nowhere', 'page']);
    for (const { id, last_error } of failing) {
      expect(status).toContain(id);
      expect(last_error.length).toBeGreaterThan(10);
      expect(app.lines.some((line) => line.source === id && String(line.msg).includes(last_error))).toBe(
        true,
      );
    }
    expect(failing.find(({ id }) => id === 'huge')?.last_error).toMatch(/MB|large/);
    expect(failing.find(({ id }) => id === 'page')?.last_error).toMatch(/HTML|page/);
  });

  it('are left alone for longer each time they fail', async () => {
    await begin();
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await requestCollection(app.deps);
      await app.settle();
      const [row] = await app.db.query<{ next_at: Date }>(`select next_at from source where id = 'page'`);
      waits.push((row?.next_at.getTime() ?? 0) - app.clock.now.getTime());
    }
    expect(waits.map((ms) => ms / 60_000)).toEqual([30, 60, 120]);
  });
});

describe('text over Slack’s limits', () => {
  it('is cut, not refused', async () => {
    const words = 'An agent that plans its own work and checks every step of it against a test. '.repeat(400);
    const items = `<item><title>${words.slice(0, 9_000)}</title><link>https://example.invalid/x</link><guid>x</guid>
      <description>${words}</description><author>${'Somebody, '.repeat(2_000)}</author></item>`;
    site = await serveSite({
      '/long': { type: 'application/rss+xml', body: `<rss version="2.0"><channel>${items}</channel></rss>` },
    });
    app = await startTestApp({ hosts: [site.host] });
    const long = {
      id: 'long',
      title: 'long'.repeat(500),
      url: site.url('/long'),
      weight: 1,
      defaultKind: null,
    };
    await subscribe(app.db, 'run', [{ ...long, kind: 'feed' }], app.deps.now());
    await requestCollection(app.deps);
    await app.settle();
    expect(postsOf(app.sandbox, app.channelId)).toHaveLength(1);
    expect(app.lines.filter((line) => Number(line.level) >= 50)).toEqual([]);
  });
});
