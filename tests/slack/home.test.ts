// The Home tab of a person who has kept a great deal: one call of Slack, within a view's limits, in their language.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Person, personOf, textOfView } from '../support/person.ts';

const SAVES = 1_000;

let app: TestApp;
const calls: string[] = [];
let maya: Person;
beforeAll(async () => {
  app = await startTestApp({
    faultFor: (method) => {
      calls.push(method);
      return null;
    },
  });
  maya = personOf(app.sandbox, 0);
  await app.db.query(
    `with kept as (
       insert into article (canonical_url, url, title, kind, first_seen_at)
       select 'https://example.com/' || n, 'https://example.com/' || n, 'Kept number ' || n, 'news', $2
         from generate_series(1, $3::int) n returning id)
     insert into save (person_id, article_id, saved_at) select $1, id, $2 from kept`,
    [maya.id, app.clock.now, SAVES],
  );
});
afterAll(() => app?.close());

const blocks = () => maya.home()?.input.blocks ?? [];

it('shows a thousand saved articles a page at a time, in one call', async () => {
  await maya.openHome();
  await app.settle();
  calls.length = 0;
  await maya.openHome();
  await app.settle();
  expect(calls.filter((method) => method.startsWith('views.'))).toEqual(['views.publish']);
  expect(blocks().length).toBeLessThan(100);
  const first = textOfView(maya.home());
  expect(first.match(/Kept number \d+/g)?.length).toBeGreaterThan(0);
  await maya.pressOnHome('home-older');
  await app.settle();
  expect(textOfView(maya.home())).not.toBe(first);
  expect(blocks().length).toBeLessThan(100);
});

it('speaks of the week, not of a digest, in the language of whoever looks', async () => {
  const meilin = personOf(app.sandbox, 3);
  await meilin.openHome();
  await app.settle();
  expect(textOfView(meilin.home())).toContain('#discuss-ai 最近 7 天');
  expect(textOfView(maya.home())).toContain('The week in #discuss-ai');
});
