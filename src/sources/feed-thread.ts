// Runs in a thread: what reads bytes that anyone may have written, whose time and memory are capped from outside.
// Errors lose their class on the way out of a thread, so that what is no feed is an answer here.
import { articleLinks, type PageLinks } from './article-links.ts';
import { decodeText } from './decode-text.ts';
import type { FeedContent } from './feed-content.ts';
import { type ParsedFeed, parseFeed } from './parse-feed.ts';
import { type FeedOrigin, NotAFeed, readFeed } from './read-feed.ts';

export type Parsed<Value> = { kind: 'parsed'; value: Value } | { kind: 'not-a-feed'; reason: string };

export interface Body extends FeedOrigin {
  body: Uint8Array;
}

export const parseFeedBody = ({ body, ...origin }: Body): Promise<Parsed<ParsedFeed>> =>
  orReason(() => parseFeed(Buffer.from(body.buffer, body.byteOffset, body.byteLength), origin));

export const readFeedBody = ({ body, ...origin }: Body): Promise<Parsed<FeedContent>> =>
  orReason(() => readFeed(Buffer.from(body.buffer, body.byteOffset, body.byteLength), origin));

export const readPageLinks = (page: Body & { selector: string | null }): Promise<Parsed<PageLinks>> =>
  orReason(async () => {
    const { body, contentType, url, selector } = page;
    const html = decodeText(Buffer.from(body.buffer, body.byteOffset, body.byteLength), contentType).text;
    return articleLinks(html, url, selector);
  });

async function orReason<Value>(read: () => Promise<Value>): Promise<Parsed<Value>> {
  try {
    return { kind: 'parsed', value: await read() };
  } catch (error) {
    if (error instanceof NotAFeed) return { kind: 'not-a-feed', reason: error.message };
    throw error;
  }
}
