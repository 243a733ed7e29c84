// What arXiv's API and its daily feed say of one paper, as an item under its id without a version.
import type { Item, Revision } from '../domain/article.ts';
import { arxivId } from '../domain/paper-addresses.ts';
import type { FeedEntry } from './feed-content.ts';
import { htmlToText } from './plain-text.ts';

/** arXiv has no mark for it: who withdraws a paper says so in its comment or in place of its abstract. */
const WITHDRAWN = /\b(?:withdrawn|retracted)\b/i;
const WITHDRAWN_ABSTRACT =
  /^\W*(?:this|the) (?:paper|article|submission|manuscript|work)\b.{0,60}\b(?:withdrawn|retracted)\b/i;
const MAX_NOTE = 500;

/** None for an entry that is no paper. */
export function paperItem(entry: FeedEntry): Item[] {
  const { guid, link } = entry;
  const [, oaiId] = /^oai:arxiv\.org:(.+)$/i.exec(guid) ?? [];
  const paper = arxivId(oaiId ? `https://arxiv.org/abs/${oaiId}` : guid) ?? (link ? arxivId(link) : null);
  if (!paper) return [];
  const version = paper.version === null ? '' : `v${paper.version}`;
  const html = abstractOf(entry.html);
  return [
    {
      guid: `arXiv:${paper.id}`,
      // The version stays in the address: the abstract is that version's.
      url: `https://arxiv.org/abs/${paper.id}${version}`,
      title: entry.title || `arXiv:${paper.id}`,
      publishedAt: entry.published ?? entry.updated,
      authors: authorsOf(entry.authors),
      html,
      kind: 'paper',
      discussionUrl: null,
      revision: { version: paper.version, ...changeOf(entry, html) },
    },
  ];
}

/** The daily feed begins each abstract with the paper's number and how it is announced. */
function abstractOf(html: string): string {
  return html.replace(/^\s*arXiv:\S+\s+Announce Type:\s*\S+\s+(?:Abstract:\s*)?/i, '');
}

/** The daily feed names all authors in one. */
function authorsOf(names: string[]): string[] {
  return names.flatMap((name) => name.split(/,\s+(?!Jr\b|Sr\b|I{2,3}\b)/)).map((name) => name.trim());
}

function changeOf({ arxiv }: FeedEntry, abstract: string): Pick<Revision, 'change' | 'note'> {
  const comment = arxiv?.comment ? htmlToText(arxiv.comment).slice(0, MAX_NOTE) : null;
  if (comment && WITHDRAWN.test(comment)) return { change: 'withdrawn', note: comment };
  const opening = htmlToText(abstract.slice(0, 1_000));
  if (WITHDRAWN_ABSTRACT.test(opening)) return { change: 'withdrawn', note: opening.slice(0, MAX_NOTE) };
  return { change: arxiv?.announceType?.startsWith('replace') ? 'replaced' : 'new', note: comment };
}
