// What an article is, and how it is shown to readers. Its address is in canonical-url.ts.
// Pure: no I/O, no clock.
export const ARTICLE_KINDS = [
  'paper',
  'model',
  'tool',
  'news',
  'funding',
  'event',
  'lesson',
  'demo',
] as const;
export type ArticleKind = (typeof ARTICLE_KINDS)[number];

/** One entry of a source, normalised: what `submitArticle` takes in. */
export interface Item {
  /** Stable within its source: the feed's id, else the link, else a hash of title and text. */
  guid: string;
  /** Absolute http(s) address of the article. */
  url: string;
  /** Plain text, never empty (the start of the text where a feed gives no title). */
  title: string;
  /** `null` where the source gives no date that can be read; the store then keeps the time of first sight. */
  publishedAt: Date | null;
  authors: string[];
  /** The source's own text as HTML or plain text; may be empty. Untrusted. */
  html: string;
  kind: ArticleKind | null;
  /** Where the source lets people discuss it (a Hacker News thread, for example). */
  discussionUrl: string | null;
  /** What a paper's archive says of this version of it. */
  revision?: Revision;
}

export interface Revision {
  version: number | null;
  /** A paper that is replaced or withdrawn is no new one, and may be one that nobody here has seen. */
  change: 'new' | 'replaced' | 'withdrawn';
  /** The authors' comment: "Accepted at …", "This paper has been withdrawn by …". */
  note: string | null;
}

/** Who or what brought an article. */
export type BroughtBy =
  | { kind: 'source'; sourceId: string }
  | { kind: 'person'; personId: string; channelId: string; messageTs: string | null };

/** One thing that a summary says of its article. */
export interface Point {
  text: string;
  /** The sentence of the article that it rests on, in the article's language; `null` where none is known. */
  quote: string | null;
  /** The model's own words did not hold: `text` is the article's sentence instead, to be shown as a quote. */
  isQuote?: boolean;
}

/** What a reader sees of a summary. */
export interface Summary {
  method: 'model' | 'extract';
  tldr: string;
  points: Point[];
  kind: ArticleKind;
  topics: string[];
  /** What someone who builds could do with it; only a model writes one. */
  tryIt: string | null;
  /** `null` for an extract. */
  details: SummaryDetails | null;
}

/** What a model's summary has beyond an extract. */
export interface SummaryDetails {
  tldr: { quote: string | null; isQuote: boolean };
  /** Limits and caveats that the authors state. */
  limits: Point[];
  numbers: { value: string; measures: string; quote: string }[];
  /** Sentences that the model was given, of how many; `null` where it was all of them. */
  extent: { given: number; of: number } | null;
  /** Sentences left out because they speak to a model rather than to readers. */
  spokenToModel: number;
}

/** Why a card was chosen: for topics that the channel votes for, or that it follows. */
export interface WhyHere {
  kind: 'voted' | 'followed';
  /** At least one, the strongest first. */
  topics: string[];
}

/** Figures of a repository, model or document that help to decide whether to open it. Dates as ISO 8601. */
export interface ArticleFacts {
  stars?: number;
  likes?: number;
  /** In the last month. */
  downloads?: number;
  /** As its host names it: `Apache-2.0`, `llama3`. */
  licence?: string;
  lastCommitAt?: string;
  archived?: boolean;
  /** Weights of a model. */
  parameters?: number;
  /** Pages of a PDF, and how many of them were read. */
  pages?: number;
  pagesRead?: number;
}

/** Everything a card shows. Built by the pipeline, rendered by `slack/blocks`. */
export interface Card {
  articleId: number;
  kind: ArticleKind;
  title: string;
  url: string;
  sourceName: string;
  authors: string[];
  publishedAt: Date | null;
  /** `null` where the text could not be read. */
  readingMinutes: number | null;
  facts: ArticleFacts;
  /** The version of a paper, from the second on. */
  version?: number | null;
  /** Its authors took it back. */
  withdrawn?: boolean;
  /** Other places that carry it. */
  alsoOn: { name: string; url: string }[];
  summary: Summary;
  /** `null` on a reply to the person who shared it, and where it is about none of the channel's topics. */
  whyHere: (WhyHere & { channelName: string }) | null;
  /** Slack user id of the person who shared it. */
  sharedBy: string | null;
  votes: number;
  pocWishes: number;
}

/** Adults read about 230 words of English prose a minute (Brysbaert 2019 finds 238 for non-fiction). */
const WORDS_PER_MINUTE = 230;
/**
 * Where words are shorter or longer than that: a Chinese word, as a dictionary finds it, has 1.6 characters, a Japanese
 * one 1.7, a Korean one 2.7. Each pace comes to 350 to 430 characters a minute, in the middle of what is measured.
 */
const PACES: Record<string, number> = { zh: 220, ja: 220, th: 220, ko: 160 };

/** Whole minutes, at least one; `null` for an unread text. `language` is the text's, BCP 47. */
export function readingMinutes(wordCount: number | null, language: string | null): number | null {
  if (!wordCount) return null;
  const pace = PACES[language?.slice(0, 2) ?? ''] ?? WORDS_PER_MINUTE;
  return Math.max(1, Math.round(wordCount / pace));
}

/** Who published it, as people are told: the source's title, else the site. */
export function sourceNameOf(article: { sourceTitle: string | null; url: string }): string {
  return article.sourceTitle ?? URL.parse(article.url)?.hostname ?? article.url;
}
