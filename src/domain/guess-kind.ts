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

/** Where sites of many kinds keep what they publish; asked after what the source usually brings. */
const BY_PATH: { path: RegExp; kind: ArticleKind }[] = [
  { path: /\/(research|papers?|publications?)\/[^/]+/, kind: 'paper' },
  { path: /\/(changelog|release-notes|releases)(\/|$)/, kind: 'tool' },
];

const FAMILY =
  '(?:gpt|claude|gemini|gemma|llama|qwen|mistral|mixtral|deepseek|nemotron|granite|phi|grok|command|olmo|falcon|kimi|glm)';

/** What titles mostly mean; a source that brings one kind knows better. */
const BY_FORM: { words: RegExp; kind: ArticleKind }[] = [
  // "IBM Granite 3.0 models", "Introducing GPT-6 mini": a family with its version is what the title begins with.
  {
    words: new RegExp(
      `^(?:(?:introducing|announcing|meet|releasing)\\s+)?(?:(?:ibm|nvidia|google|meta|openai|anthropic|the)\\s+)*${FAMILY}` +
        '[\\s-]?(?:[a-z]+\\s)?[vr]?\\d[\\w.]*(?:\\s(?:mini|nano|pro|flash|ultra|models?|lightning|sonnet|opus|haiku)\\b|:|$)',
      'i',
    ),
    kind: 'model',
  },
  {
    words: /\b(introducing|announcing|releas(es|ed|ing))\b.*\b(\d+B|language model|embedding model)\b/i,
    kind: 'model',
  },
  { words: /\bopen[- ]sourc(es|ed|ing)\b|\bopen[- ]source .*\b(library|framework|toolkit)\b/i, kind: 'tool' },
  {
    words: /\b(introducing|announcing|meet|new)\b.*\b(API|SDK|CLI|client|library|plugins?|skills|toolkit)\b/i,
    kind: 'tool',
  },
  { words: /\bgenerally available\b|\bnow available\b|\bv?\d+\.\d+\.\d+$/i, kind: 'tool' },
  {
    words: /: (a|an) (survey|benchmark|dataset|systematic review|empirical study)\b|\ba benchmark for\b/i,
    kind: 'paper',
  },
  {
    words:
      /^(how (to|we|i)\s|(a|the) (practical |short |complete )?guide\b|(a )?tutorial\b|getting started\b|an introduction to\b|understanding \w)|\bhow to\b|\bstep[- ]by[- ]step\b|^(building|build|mastering|designing) .*\b(with|on|for|apis?)\b|入门|教程|指南/i,
    kind: 'lesson',
  },
];

/**
 * What the address says, else what the title says beyond doubt, else what the source usually brings, else what the path
 * or the form of the title makes likely, else news.
 */
export function guessKind(article: {
  url: string;
  title: string;
  sourceDefault: ArticleKind | null;
}): ArticleKind {
  const url = URL.parse(article.url);
  const host = url?.hostname.toLowerCase().replace(/^www\./, '') ?? '';
  const byAddress = BY_ADDRESS.find((rule) => rule.host.test(host) && rule.path.test(url?.pathname ?? ''));
  const byTitle = BY_TITLE.find((rule) => rule.words.test(article.title));
  const byPath = BY_PATH.find((rule) => rule.path.test(url?.pathname ?? ''));
  const byForm = BY_FORM.find((rule) => rule.words.test(article.title));
  return byAddress?.kind ?? byTitle?.kind ?? article.sourceDefault ?? byPath?.kind ?? byForm?.kind ?? 'news';
}
