// The kinds of source: what is written for each in the configuration, and where people find it. Pure.

/** What narrows a source down; what is left out is the kind's own default. */
export interface SourceSettings {
  /** Upvotes, likes, points or stars that an item needs. */
  minScore?: number | undefined;
  /** Items that came out longer ago are left out. */
  maxAgeDays?: number | undefined;
  /** CSS selector of the links on a page that lead to its articles. */
  selector?: string | undefined;
  /** Only items with at least one of these words or phrases in title or text. */
  words?: string[] | undefined;
}

interface KindRules {
  /** Fits "expected …". */
  expects: string;
  accepts(url: string): boolean;
  /** For kinds that there is only one of. */
  only?: string;
  /** Settings beside `words`, which every kind takes. */
  settings: readonly Exclude<keyof SourceSettings, 'words'>[];
  /** The page that people can look at. */
  page(url: string): string;
  /** Its feed, for other readers. */
  feed?(url: string): string;
}

const isWebAddress = (value: string): boolean => /^https?:$/.test(URL.parse(value)?.protocol ?? '');
const matching = (pattern: RegExp) => (url: string) => pattern.test(url);
const onlyAt = (only: string): Pick<KindRules, 'expects' | 'accepts' | 'only' | 'page'> => ({
  expects: `nothing, or ${only}`,
  accepts: (url) => url === only,
  only,
  page: () => only,
});

/** arXiv's categories: `cs.CL`, `astro-ph`, several joined by `+`. */
const CATEGORIES = /^[a-z-]+(\.[a-zA-Z-]{2,})?(\+[a-z-]+(\.[a-zA-Z-]{2,})?)*$/;
const CHANNEL = /^UC[\w-]{22}$/;
const PLAYLIST = /^(PL|UU|FL|OL)[\w-]{10,}$/;

const KINDS = {
  feed: {
    expects: 'the address of a feed, which begins with http:// or https://',
    accepts: isWebAddress,
    settings: [],
    page: (url) => url,
    feed: (url) => url,
  },
  'web-page': {
    expects: 'the address of a page, which begins with http:// or https://',
    accepts: isWebAddress,
    settings: ['selector'],
    page: (url) => url,
  },
  arxiv: {
    expects: 'a query in the language of arXiv, such as cat:cs.CL AND abs:agents',
    accepts: (url) => url.trim() !== '' && !isWebAddress(url),
    settings: [],
    page: (url) => `https://arxiv.org/search/?query=${encodeURIComponent(url)}&searchtype=all`,
  },
  'arxiv-feed': {
    expects: "arXiv's categories, such as cs.CL or cs.CL+cs.AI",
    accepts: matching(CATEGORIES),
    settings: [],
    page: (url) => `https://arxiv.org/list/${url.split('+')[0]}/new`,
    feed: (url) => `https://rss.arxiv.org/atom/${url}`,
  },
  'hugging-face-papers': {
    ...onlyAt('https://huggingface.co/papers'),
    settings: ['minScore', 'maxAgeDays'],
  },
  'hugging-face-models': {
    ...onlyAt('https://huggingface.co/models?sort=trending'),
    settings: ['minScore', 'maxAgeDays'],
  },
  'hugging-face-spaces': {
    ...onlyAt('https://huggingface.co/spaces'),
    settings: ['minScore', 'maxAgeDays'],
  },
  'hacker-news': { ...onlyAt('https://news.ycombinator.com/'), settings: ['minScore'] },
  'github-releases': {
    expects: 'a repository as owner/name',
    accepts: matching(/^[\w.-]+\/[\w.-]+$/),
    settings: [],
    page: (url) => `https://github.com/${url}/releases`,
    feed: (url) => `https://github.com/${url}/releases.atom`,
  },
  'github-repositories': {
    expects: 'a topic of GitHub, such as llm',
    accepts: matching(/^[a-z0-9][a-z0-9-]{0,49}$/),
    settings: ['minScore', 'maxAgeDays'],
    page: (url) => `https://github.com/topics/${url}`,
  },
  youtube: {
    expects: "a channel's id (UC…) or a playlist's (PL…)",
    accepts: (url) => CHANNEL.test(url) || PLAYLIST.test(url),
    settings: [],
    page: (url) =>
      CHANNEL.test(url)
        ? `https://www.youtube.com/channel/${url}`
        : `https://www.youtube.com/playlist?list=${url}`,
    feed: (url) =>
      `https://www.youtube.com/feeds/videos.xml?${CHANNEL.test(url) ? 'channel_id' : 'playlist_id'}=${url}`,
  },
  reddit: {
    expects: 'a subreddit without r/, such as LocalLLaMA',
    accepts: matching(/^\w{2,21}$/),
    settings: [],
    page: (url) => `https://www.reddit.com/r/${url}/`,
    feed: (url) => `https://www.reddit.com/r/${url}/top/.rss?t=day`,
  },
  openreview: {
    expects: 'a venue of OpenReview, such as ICLR.cc/2027/Conference',
    accepts: matching(/^[\w.-]+(\/[\w.-]+)+$/),
    settings: [],
    page: (url) => `https://openreview.net/group?id=${url}`,
  },
  'semantic-scholar': {
    expects: 'words to look for, such as "tool use" language models',
    accepts: (url) => url.trim() !== '' && !isWebAddress(url),
    settings: ['minScore', 'maxAgeDays'],
    page: (url) => `https://www.semanticscholar.org/search?q=${encodeURIComponent(url)}&sort=pub-date`,
  },
} as const satisfies Record<string, KindRules>;

export type SourceKind = keyof typeof KINDS;
export const SOURCE_KINDS = Object.keys(KINDS) as [SourceKind, ...SourceKind[]];

export function kindRules(kind: SourceKind): KindRules {
  return KINDS[kind];
}

/** Where a person sees what the source is. */
export function sourcePage({ kind, url }: { kind: SourceKind; url: string }): string {
  return kindRules(kind).page(url);
}

/** For lists that other readers understand; `null` where a source has no feed. */
export function feedAddress({ kind, url }: { kind: SourceKind; url: string }): string | null {
  return kindRules(kind).feed?.(url) ?? null;
}
