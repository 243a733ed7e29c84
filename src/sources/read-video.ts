// What a YouTube video says: the transcript that its page leads to, else its description. At most two requests, in
// YouTube's turn; knows no store.
import { z } from 'zod';
import { canonicalUrl } from '../domain/canonical-url.ts';
import { apiDate, apiText } from './ask-json.ts';
import type { Endpoints } from './endpoints.ts';
import type { HttpResponse } from './http-client.ts';
import { parseJson } from './parse-json.ts';
import { getIfThere, type PoliteHttp, type PoliteRequest } from './polite-http.ts';

export interface Video {
  title: string;
  /** Paragraphs: the start of the description, then the transcript; or the whole description. */
  text: string;
  publishedAt: Date | null;
}

export interface VideoContext {
  http: PoliteHttp;
  endpoints: Endpoints;
  /** What robots.txt says, unless a person asked for the video. */
  refusal: PoliteRequest['refusal'];
}

/** The id of the video that an address shows, in any form; `null` for every other page. */
export function videoAt(address: string): string | null {
  if (!URL.canParse(address)) return null;
  return /^https:\/\/youtube\.com\/watch\?v=([\w-]{11})$/.exec(canonicalUrl(address))?.[1] ?? null;
}

const PAGE_BYTES = 4_000_000;
const TRANSCRIPT_BYTES = 2_000_000;
const TIMEOUT_MS = 15_000;
const HEADERS = { 'accept-language': 'en' };

/** `null` where the page does not say what the video is. Throws `FetchFailed` and `LeaveAlone`. */
export async function readVideo(
  context: VideoContext,
  id: string,
  signal?: AbortSignal,
): Promise<Video | null> {
  const site = context.endpoints.youtubeSite;
  const page = await ask(context, `${site}/watch?v=${id}`, PAGE_BYTES, signal);
  const player = page && playerOf(page.body.toString('utf8'));
  if (!player) return null;
  const { title, shortDescription } = player.videoDetails;
  const track = bestTrack(player.captions?.playerCaptionsTracklistRenderer.captionTracks ?? []);
  const transcript = track ? await readTranscript(context, track, signal) : '';
  const [opening = ''] = shortDescription.trim().split(/\n\s*\n/);
  return {
    title,
    text: transcript ? `${opening}\n\n${transcript}` : shortDescription,
    publishedAt: player.microformat?.playerMicroformatRenderer.publishDate ?? null,
  };
}

const ask = (
  { http, refusal }: VideoContext,
  url: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<HttpResponse | null> =>
  getIfThere(http, url, {
    headers: HEADERS,
    maxBytes,
    timeoutMs: TIMEOUT_MS,
    ...(refusal ? { refusal } : {}),
    ...(signal ? { signal } : {}),
  });

const captionTrack = z.object({ baseUrl: z.string(), languageCode: z.string(), kind: z.string().nullish() });
type CaptionTrack = z.output<typeof captionTrack>;

const player = z.object({
  videoDetails: z.object({ title: z.string(), shortDescription: apiText }),
  captions: z
    .object({ playerCaptionsTracklistRenderer: z.object({ captionTracks: z.array(captionTrack).nullish() }) })
    .nullish(),
  microformat: z.object({ playerMicroformatRenderer: z.object({ publishDate: apiDate }) }).nullish(),
});

const PLAYER = /\bytInitialPlayerResponse\s*=\s*(?=\{)/;

/** What the page hands to its player, as JSON within a script. */
function playerOf(html: string): z.output<typeof player> | null {
  const match = PLAYER.exec(html);
  if (!match) return null;
  const from = match.index + match[0].length;
  try {
    const parsed = player.safeParse(parseJson(html.slice(from, objectEnd(html, from))));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Where the JSON object that begins at `from` ends: its last brace, outside strings. */
function objectEnd(text: string, from: number): number {
  const MARK = /["{}]/g;
  const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
  let depth = 0;
  MARK.lastIndex = from;
  for (let match = MARK.exec(text); match; match = MARK.exec(text)) {
    if (match[0] === '"') {
      STRING.lastIndex = match.index;
      if (!STRING.test(text)) return text.length;
      MARK.lastIndex = STRING.lastIndex;
    } else {
      depth += match[0] === '{' ? 1 : -1;
      if (depth === 0) return match.index + 1;
    }
  }
  return text.length;
}

/** What people wrote before what a program heard, in the language that is spoken, which the program's track tells. */
function bestTrack(tracks: readonly CaptionTrack[]): CaptionTrack | null {
  const heard = tracks.find(({ kind }) => kind === 'asr');
  const written = tracks.filter(({ kind }) => kind !== 'asr');
  const spoken = written.find(({ languageCode }) => languageCode === heard?.languageCode);
  return spoken ?? heard ?? written[0] ?? null;
}

const timedText = z.object({
  events: z.array(
    z.object({
      tStartMs: z.number().default(0),
      dDurationMs: z.number().default(0),
      segs: z.array(z.object({ utf8: apiText })).nullish(),
    }),
  ),
});
type Caption = z.output<typeof timedText>['events'][number];

/** Empty where there is none to be had: YouTube answers some programs with nothing. */
async function readTranscript(
  context: VideoContext,
  { baseUrl }: CaptionTrack,
  signal: AbortSignal | undefined,
): Promise<string> {
  const site = new URL(context.endpoints.youtubeSite);
  const url = URL.parse(baseUrl, site.href);
  if (url?.origin !== site.origin) return '';
  url.searchParams.set('fmt', 'json3');
  const answer = await ask(context, url.href, TRANSCRIPT_BYTES, signal);
  if (!answer || answer.body.length === 0) return '';
  try {
    const parsed = timedText.safeParse(parseJson(answer.body.toString('utf8')));
    return parsed.success ? paragraphsOf(parsed.data.events) : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

const PAUSE_MS = 2_500;
/** Characters of a paragraph from which on it ends with its sentence, and at the latest. */
const PARAGRAPH = { enough: 400, most: 900, withoutStops: 240 } as const;
const SENTENCE_END = /[.!?。！？]["'”’)]*$/;

/** Captions are lines of a few words: joined until a pause, or the end of a sentence. */
function paragraphsOf(captions: readonly Caption[]): string {
  const paragraphs: string[] = [];
  let paragraph = '';
  let silentFrom = 0;
  for (const { tStartMs, dDurationMs, segs } of captions) {
    const line = spokenIn((segs ?? []).map(({ utf8 }) => utf8).join(''));
    if (line === '') continue;
    if (paragraph !== '' && (tStartMs - silentFrom > PAUSE_MS || isWhole(paragraph))) {
      paragraphs.push(paragraph);
      paragraph = '';
    }
    paragraph = paragraph === '' ? line : `${paragraph} ${line}`;
    silentFrom = tStartMs + dDurationMs;
  }
  return [...paragraphs, paragraph].filter(Boolean).join('\n\n');
}

function isWhole(paragraph: string): boolean {
  if (paragraph.length >= PARAGRAPH.most) return true;
  if (SENTENCE_END.test(paragraph)) return paragraph.length >= PARAGRAPH.enough;
  // What a program heard may have no full stops at all.
  return paragraph.length >= PARAGRAPH.withoutStops && !/[.!?。！？]/.test(paragraph);
}

/** Without sounds (`[Music]`, ♪) and the marks of a change of speaker. */
function spokenIn(caption: string): string {
  return caption
    .replace(/\[[^\]]{1,30}\]|[♪♫]|(?:^|\s)>>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
