// What kind of article an address leads to, where its source does not say. Pure.
import type { ArticleKind } from './article.ts';

interface Rule {
  host: RegExp;
  path: RegExp;
  kind: ArticleKind;
}

const ANY = /^/;

/** The first rule that fits decides. */
const BY_ADDRESS: Rule[] = [
  { host: /(^|\.)arxiv\.org$/, path: /^\/(abs|pdf|html|format)\//, kind: 'paper' },
  {
    host: /(^|\.)(openreview\.net|aclanthology\.org|biorxiv\.org|proceedings\.mlr\.press)$/,
    path: ANY,
    kind: 'paper',
  },
  { host: /^huggingface\.co$/, path: /^\/papers\//, kind: 'paper' },
  { host: /^huggingface\.co$/, path: /^\/spaces\//, kind: 'demo' },
  { host: /^huggingface\.co$/, path: /^\/(blog|docs|learn|posts)(\/|$)/, kind: 'news' },
  { host: /^huggingface\.co$/, path: /^\/datasets\//, kind: 'tool' },
  { host: /^huggingface\.co$/, path: /^\/[^/]+\/[^/]+/, kind: 'model' },
  { host: /^ollama\.com$/, path: /^\/library\//, kind: 'model' },
  { host: /^github\.com$/, path: /^\/[^/]+\/[^/]+/, kind: 'tool' },
  { host: /^(pypi\.org|npmjs\.com|crates\.io)$/, path: ANY, kind: 'tool' },
  { host: /(^|\.)(lu\.ma|eventbrite\.com|meetup\.com|sessionize\.com)$/, path: ANY, kind: 'event' },
];

/** Words that tell more than where the article stands; specific ones only, since titles love to mislead. */
const BY_TITLE: { words: RegExp; kind: ArticleKind }[] = [
  {
    words: /\b(raises|raised|secures|closes) (a |an )?[$€£]\s?\d|\bseries [a-f]\b|\bseed round\b|融资/i,
    kind: 'funding',
  },
  {
    words:
      /\bcall for (papers|talks|proposals|speakers)\b|\bhackathon\b|\b(summit|conference|meetup) 20\d\d\b/i,
    kind: 'event',
  },
];

/** What the address says, else what the title says, else what the source usually brings, else news. */
export function guessKind(article: {
  url: string;
  title: string;
  sourceDefault: ArticleKind | null;
}): ArticleKind {
  const url = URL.parse(article.url);
  const host = url?.hostname.toLowerCase().replace(/^www\./, '') ?? '';
  const byAddress = BY_ADDRESS.find((rule) => rule.host.test(host) && rule.path.test(url?.pathname ?? ''));
  const byTitle = BY_TITLE.find((rule) => rule.words.test(article.title));
  return byAddress?.kind ?? byTitle?.kind ?? article.sourceDefault ?? 'news';
}
