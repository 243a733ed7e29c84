// What articles and demos are found by is what stands in the store now: also after a summary was replaced or taken back,
// a title changed, two rows became one; and for what was there before the index was.
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Summary } from '../../src/domain/article.ts';
import { answerQuestion } from '../../src/pipeline/answer-question.ts';
import { searchArticles } from '../../src/pipeline/find-articles.ts';
import { indexArticles } from '../../src/pipeline/index-articles.ts';
import { keepSummary } from '../../src/pipeline/keep-summary.ts';
import { knowAgain } from '../../src/pipeline/know-again.ts';
import { markWrong } from '../../src/pipeline/mark-wrong.ts';
import { noteChange } from '../../src/pipeline/note-changes.ts';
import { readArticles } from '../../src/pipeline/read-articles.ts';
import { shareDemo } from '../../src/pipeline/share-demo.ts';
import { submitArticles } from '../../src/pipeline/submit-article.ts';
import { knownById } from '../../src/store/article-changes.ts';
import { claimMessage, savePosted } from '../../src/store/messages.ts';
import { migrate } from '../../src/store/migrate.ts';
import { insertPoc } from '../../src/store/pocs.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { openMemoryDatabase } from '../support/backends.ts';
import { itemOf } from '../support/store.ts';

const MIGRATIONS = 'src/store/migrations';
const TEXT = 'The scheduler keeps batches full. It was measured on twelve machines of one team.';
const summaryOf = (tldr: string, topics: string[] = []): Summary => ({
  method: 'model',
  tldr,
  points: [],
  kind: 'tool',
  topics,
  tryIt: null,
  details: null,
});

let app: TestApp;
let made = 0;
beforeAll(async () => {
  app = await startTestApp({ workers: false, profile: { topics: [] } });
});
afterAll(() => app?.close());

async function newArticle(title: string, text = TEXT): Promise<number> {
  made += 1;
  const items = [itemOf(made, { url: `https://site-${made}.invalid/post`, title, html: `<p>${text}</p>` })];
  const broughtBy = {
    kind: 'person' as const,
    personId: 'U1',
    channelId: app.channelId,
    messageTs: `${made}.0`,
  };
  const submission = { items, broughtBy, collectionId: null, defaultKind: null };
  const { fresh } = await app.db.transaction((tx) => submitArticles(tx, submission, app.deps.now()));
  await readArticles(app.deps, { articleIds: fresh });
  return fresh[0] ?? 0;
}
const found = async (query: string): Promise<number[]> =>
  (await searchArticles(app.deps, { query, language: 'en', among: app.deps.channels, limit: 9 })).map(
    ({ articleId }) => articleId,
  );

describe('the words of a summary', () => {
  const keep = (articleId: number, language: string, summary: Summary) =>
    keepSummary(app.db, articleId, language, summary, app.deps.now());

  it('give way to those of the summary that replaces it, with its topics, and no other’s', async () => {
    const articleId = await newArticle('Full batches');
    await keep(articleId, 'zh-Hans', summaryOf('批处理始终排满。'));
    await keep(articleId, 'en', summaryOf('Okapis wait for the queue.', ['zoology']));
    expect(await found('okapis')).toEqual([articleId]);
    expect(await found('zoology')).toEqual([articleId]);
    await keep(articleId, 'en', summaryOf('Giraffes wait for the queue.', ['botany']));
    expect(await found('okapis')).toEqual([]);
    expect(await found('zoology')).toEqual([]);
    for (const query of ['giraffes', 'botany', '排满', 'scheduler', 'batches']) {
      expect(await found(query)).toEqual([articleId]);
    }
  });

  it('go when a person takes it back, and the article’s own stay', async () => {
    const articleId = await newArticle('Narrow queues', 'Narrow queues drain quicker than wide ones do.');
    await keep(articleId, 'en', summaryOf('Tapirs drain queues quicker.', ['tapirology']));
    expect(await found('tapirs')).toEqual([articleId]);
    const mark = {
      articleId,
      channelId: app.channelId,
      personId: 'U1',
      reason: 'number' as const,
      note: null,
    };
    expect(await markWrong(app.deps, mark)).toEqual({ kind: 'taken-back' });
    expect(await found('tapirs')).toEqual([]);
    expect(await found('tapirology')).toEqual([]);
    expect(await found('narrow queues drain')).toEqual([articleId]);
  });

  it('stay when the text is read again', async () => {
    const articleId = await newArticle('First version', 'The first version counts herons.');
    await keep(articleId, 'en', summaryOf('Bitterns are counted.'));
    await app.db.query(
      `update article set read_state = 'waiting', source_html = '<p>The second version counts egrets.</p>' where id = $1`,
      [articleId],
    );
    await readArticles(app.deps, { articleIds: [articleId] });
    expect(await found('bitterns')).toEqual([articleId]);
    expect(await found('egrets')).toEqual([articleId]);
    expect(await found('herons')).toEqual([]);
  });

  it('go with it to the article that another row turns out to be', async () => {
    const into = await newArticle('Crossbill counts', 'Crossbills were counted in twelve forests.');
    const from = await newArticle(
      'Crossbill counts',
      'Something else stands here about an unrelated matter.',
    );
    await keep(from, 'en', summaryOf('Waxwings were counted.'));
    const [row] = await app.db.query<{ canonical_url: string }>(
      'select canonical_url from article where id = $1',
      [into],
    );
    const declared = [row?.canonical_url ?? ''];
    const page = {
      articleId: from,
      url: `https://site-${made}.invalid/post`,
      title: null,
      text: '',
      declared,
    };
    expect(await app.db.transaction((tx) => knowAgain(tx, page))).toMatchObject({ articleId: into });
    expect(await found('waxwings')).toEqual([into]);
  });
});

it('a headline that changes takes the old one’s words along', async () => {
  const articleId = await newArticle(
    'Quokka released',
    'A new model is there, and its weights are open to all.',
  );
  const known = (await knownById(app.db, [articleId])).get(articleId);
  if (!known) throw new Error('not known');
  const item = itemOf(made, {
    url: `https://site-${made}.invalid/post`,
    title: 'Numbat withdrawn',
    html: '',
  });
  await app.db.transaction((tx) => noteChange(tx, { ...known, isOwn: true }, item, app.deps.now()));
  expect(await found('numbat')).toEqual([articleId]);
  expect(await found('quokka')).toEqual([]);
  expect(await found('weights')).toEqual([articleId]);
});

describe('a demo', () => {
  const BRIEF = { title: 'Invoices by chat', hypothesis: 'A small model answers questions about invoices.' };
  let pocId = 0;
  beforeAll(async () => {
    const articleId = await newArticle('Small models', 'Small models read forms.');
    const claim = { id: 'poc-1', channelId: app.channelId, purpose: 'poc' as const, key: 'poc:1' };
    await claimMessage(app.db, claim, app.deps.now());
    await savePosted(app.db, 'poc-1', '900.000000', app.deps.now());
    const poc = { channelId: app.channelId, articleId, messageId: 'poc-1', brief: BRIEF as never };
    await insertPoc(app.db, poc, app.deps.now());
    [{ id: pocId } = { id: 0 }] = await app.db.query<{ id: number }>('select id from poc');
  });
  const show = (n: number, note: string) =>
    shareDemo(app.deps, { pocId, personId: 'U2', url: `https://demo.invalid/${n}`, note, sure: true });
  const quoted = async (question: string): Promise<string[]> => {
    const answer = await answerQuestion(app.deps, { question, among: app.deps.channels, language: 'en' });
    return answer.kind === 'passages' ? answer.passages.map(({ article }) => article.url) : [];
  };

  it('is found among any number of later ones, in any script', async () => {
    await show(0, 'Our wallaby transcribes dictated letters');
    await show(1, '我们的助手可以转写口述信件');
    app.clock.now = new Date(app.clock.now.getTime() + 60_000);
    await app.db.query(
      `insert into demo (poc_id, url, person_id, note, shown_at)
       select $1, 'https://demo.invalid/later/' || n, 'U3', 'Another one, number ' || n, $2
       from generate_series(1, 400) n`,
      [pocId, app.clock.now],
    );
    await indexArticles(app.deps);
    expect(await quoted('Which wallaby transcribes dictated letters?')).toEqual(['https://demo.invalid/0']);
    expect(await quoted('谁可以转写口述信件？')).toEqual(['https://demo.invalid/1']);
  });

  it('is found by its new note alone when it is shown again', async () => {
    await show(0, 'Our bandicoot summarises emails');
    expect(await quoted('Which bandicoot summarises emails?')).toEqual(['https://demo.invalid/0']);
    expect(await quoted('Which wallaby transcribes dictated letters?')).toEqual([]);
  });
});

describe('what was there before', () => {
  let before = '';
  afterEach(async () => {
    await rm(before, { recursive: true });
  });

  it('is indexed as this version does by the job, newest first, once', async () => {
    before = await mkdtemp(join(tmpdir(), 'migrations-'));
    for (const name of await readdir(MIGRATIONS)) {
      if (name < '134') await copyFile(join(MIGRATIONS, name), join(before, name));
    }
    const db = await openMemoryDatabase();
    await migrate(db, before);
    await db.query(
      `insert into article (canonical_url, url, title, kind, first_seen_at, read_state, source_id, language)
       values ('https://a.invalid', 'https://a.invalid', '旧文章', 'news', now(), 'page', 's', 'zh'),
         ('https://b.invalid', 'https://b.invalid', 'Old news', 'news', now(), 'page', 's', 'en')`,
    );
    await db.query(
      `insert into article_text (article_id, text) values (1, '推测解码让延迟减半'), (2, 'Plain words.')`,
    );
    // As versions before had it: one without pairs of characters, the other with a summary that is gone.
    await db.query(
      `insert into article_search (article_id, words) values (2, to_tsvector('english', 'Plain ghosts'))`,
    );
    await db.query(`insert into message (id, channel_id, purpose, article_id, key, claimed_at)
      values ('m-old', 'C1', 'poc', 1, 'poc:C1:m-old', now()), ('m-week', 'C1', 'poc', 2, 'poc:C1:2026-W40', now())`);
    await db.query(`insert into poc (channel_id, article_id, message_id, brief, created_at)
      values ('C1', 1, 'm-old', '{"title":"Secret","hypothesis":"Ours"}', now()),
        ('C1', 2, 'm-week', '{"title":"Plain","hypothesis":"Written"}', now())`);
    await db.query(
      `insert into demo (poc_id, url, person_id, note, shown_at) values (1, 'https://d.invalid', 'U1', 'Numbats', now())`,
    );

    await migrate(db, MIGRATIONS);
    expect(await db.query('select typed from poc order by id')).toEqual([
      { typed: ['title', 'hypothesis', 'metric', 'timeBoxHours'] },
      { typed: [] },
    ]);
    const deps = { ...app.deps, db };
    const search = async (query: string) =>
      (await searchArticles(deps, { query, language: 'en', among: deps.channels, limit: 9 })).length;
    expect(await search('延迟减半')).toBe(0);
    await indexArticles(deps);
    expect(await search('延迟减半')).toBe(1);
    expect(await search('plain words')).toBe(1);
    expect(await search('ghosts')).toBe(0);
    expect(await db.query('select poc_id, url from demo_search')).toEqual([
      { poc_id: 1, url: 'https://d.invalid' },
    ]);
    expect(await db.query('select 1 from article_to_index')).toEqual([]);
    await db.close();
  });
});
