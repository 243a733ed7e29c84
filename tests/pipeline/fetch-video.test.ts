// What is read of a video, against a stand-in for YouTube whose pages are written by hand in the form of YouTube's.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createPageFetcher, type Page, type PageFetcher } from '../../src/pipeline/fetch-page.ts';
import { createHttpClient } from '../../src/sources/http-client.ts';
import { videoAt } from '../../src/sources/read-video.ts';
import { type Loopback, startLoopback } from '../sources/loopback.ts';
import { memoryLedger } from '../support/host-ledger.ts';

const WATCH = 'https://www.youtube.com/watch?v=zjkBMFhNj_g';
const PAGE = '/watch?v=zjkBMFhNj_g';

let answers: Record<string, { status?: number; headers?: Record<string, string>; body: string }>;
let site: Loopback;
let pages: PageFetcher;

beforeEach(async () => {
  let now = new Date('2026-11-24T10:00:00Z');
  answers = {};
  site = await startLoopback((request, response) => {
    const answer = answers[request.url ?? ''];
    if (!answer) return response.writeHead(404).end();
    return response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body);
  });
  const http = createHttpClient({ userAgent: 'discuss-ai tests', allowPrivateHosts: [site.host] });
  onTestFinished(async () => {
    await http.close();
  });
  pages = createPageFetcher(http, {
    now: () => now,
    hosts: memoryLedger(() => now),
    endpoints: { youtubeSite: site.origin },
    politeness: {
      wait: async (ms) => {
        now = new Date(now.getTime() + ms);
      },
    },
  });
});

interface Track {
  baseUrl: string;
  languageCode: string;
  kind?: string;
}

/** The script is one among many, and its JSON holds braces within strings. */
function watchPage(
  tracks: Track[],
  description = 'How it works {in short}: "}";\n\nChapters and links.',
): string {
  const player = {
    videoDetails: { videoId: 'zjkBMFhNj_g', title: 'Intro to large models', shortDescription: description },
    captions: { playerCaptionsTracklistRenderer: { captionTracks: tracks } },
    microformat: { playerMicroformatRenderer: { publishDate: '2026-11-22T10:00:00-08:00' } },
  };
  return `<!doctype html><script>var ytcfg = {};</script><script nonce="x">var ytInitialPlayerResponse = ${JSON.stringify(player)};var meta = {};</script>`;
}

const caption = (at: number, ...words: string[]) => ({
  tStartMs: at,
  dDurationMs: 2_000,
  segs: words.map((utf8) => ({ utf8 })),
});

const HEARD = '/api/timedtext?v=zjkBMFhNj_g&lang=en&kind=asr';
const WRITTEN = '/api/timedtext?v=zjkBMFhNj_g&lang=en';
const GERMAN = '/api/timedtext?v=zjkBMFhNj_g&lang=de';
const track = (path: string, languageCode: string, kind?: string): Track => ({
  baseUrl: `${site.origin}${path}`,
  languageCode,
  ...(kind ? { kind } : {}),
});

const bodyOf = (page: Page): string => (page.kind === 'page' ? page.body.toString() : page.reason);
const asked = (): string[] =>
  site.requests.map(({ url }) => url ?? '').filter((url) => url !== '/robots.txt');

describe('a video on YouTube', () => {
  it('is read by its transcript, in paragraphs, after the start of its description', async () => {
    answers[PAGE] = { body: watchPage([track(HEARD, 'en', 'asr')]) };
    const events = [
      caption(0, '[Music]'),
      caption(1_000, 'so a model', ' predicts'),
      { tStartMs: 2_000, dDurationMs: 2_000, aAppend: 1, segs: [{ utf8: '\n' }] },
      caption(3_000, 'the next token'),
      caption(12_000, '>> and after a pause', '\ncomes the next thought'),
    ];
    answers[`${HEARD}&fmt=json3`] = { body: JSON.stringify({ wireMagic: 'pb3', events }) };
    const page = await pages.fetch(WATCH);
    expect(page).toMatchObject({
      kind: 'page',
      url: WATCH,
      about: { title: 'Intro to large models', publishedAt: new Date('2026-11-22T18:00:00Z') },
    });
    expect(bodyOf(page)).toBe(
      'How it works {in short}: "}";\n\nso a model predicts the next token\n\nand after a pause comes the next thought',
    );
  });

  it('is read by the captions that people wrote in the language that is spoken', async () => {
    const tracks = [track(GERMAN, 'de'), track(HEARD, 'en', 'asr'), track(WRITTEN, 'en')];
    answers[PAGE] = { body: watchPage(tracks) };
    await pages.fetch(WATCH);
    expect(asked()).toEqual([PAGE, `${WRITTEN}&fmt=json3`]);
  });

  it.each([
    ['has no captions', [], {}],
    ['has captions that are empty, as programs are often given', [HEARD], { body: '' }],
    ['has captions that are refused', [HEARD], { status: 404, body: '' }],
    ['has captions of another shape', [HEARD], { body: '<html>' }],
  ] as const)('is read by its description where it %s', async (_why, paths, answer) => {
    answers[PAGE] = { body: watchPage(paths.map((path) => track(path, 'en', 'asr'))) };
    if ('body' in answer) answers[`${HEARD}&fmt=json3`] = answer;
    expect(bodyOf(await pages.fetch(WATCH))).toBe('How it works {in short}: "}";\n\nChapters and links.');
  });

  it('asks for captions at YouTube alone, whatever address its page names', async () => {
    const elsewhere = await startLoopback((_request, response) => void response.end('{}'));
    answers[PAGE] = { body: watchPage([{ baseUrl: `${elsewhere.origin}/x`, languageCode: 'en' }]) };
    expect(bodyOf(await pages.fetch(WATCH))).toContain('Chapters and links.');
    expect(elsewhere.requests).toEqual([]);
  });

  it('has its captions read where robots.txt lets programs, or a person asked', async () => {
    answers['/robots.txt'] = { body: 'User-agent: *\nDisallow: /api/' };
    answers[PAGE] = { body: watchPage([track(HEARD, 'en', 'asr')]) };
    answers[`${HEARD}&fmt=json3`] = { body: JSON.stringify({ events: [caption(0, 'heard words')] }) };
    expect(bodyOf(await pages.fetch(WATCH))).not.toContain('heard words');
    expect(bodyOf(await pages.fetch(WATCH, undefined, 'by-person'))).toContain('heard words');
  });

  it('is unread where its page is none, and the host gets the pause that it asks for', async () => {
    answers[PAGE] = { body: '<html>Before you continue to YouTube</html>' };
    expect(await pages.fetch(WATCH)).toMatchObject({ kind: 'unreachable' });
    answers[PAGE] = { status: 429, headers: { 'retry-after': '600' }, body: '' };
    await pages.fetch(WATCH);
    await pages.fetch(WATCH);
    expect(asked()).toEqual([PAGE, PAGE]);
  });
});

it.each([
  ['https://youtu.be/zjkBMFhNj_g?t=3', 'zjkBMFhNj_g'],
  ['https://m.youtube.com/watch?v=zjkBMFhNj_g&list=PL1', 'zjkBMFhNj_g'],
  ['https://www.youtube.com/shorts/zjkBMFhNj_g', 'zjkBMFhNj_g'],
  ['https://www.youtube.com/@karpathy', null],
  ['https://example.org/watch?v=zjkBMFhNj_g', null],
  ['not an address', null],
])('the video at %s is %s', (address, id) => {
  expect(videoAt(address)).toBe(id);
});
