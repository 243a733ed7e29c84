// Papers under the many addresses that archives, mirrors and publishers show them: arXiv's, DOIs, proceedings.
// Pure: no I/O.

/** What a site knows its article by; `null` where it has no rule for the address. */
export type AddressRule = (url: URL) => string | null;

const ARXIV_PATH =
  /^\/(?:(?:abs|pdf|html|format|ps|papers|overview|arxiv|src|e-print|forum)\/(?:arxiv:)?|arxiv:)((?:[a-z-]+(?:\.[a-z]{2})?\/\d{7})|(?:\d{4}\.\d{4,5}))(?:v(\d+))?(?:\.pdf)?\/?$/i;
/** Sites that show arXiv's papers under arXiv's ids. */
const ARXIV_MIRRORS =
  /(?:^|\.)(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|scirate\.com|arxiv-vanity\.com|semanticscholar\.org)$/i;
const ARXIV_DOI = /^10\.48550\/arxiv\.(.+)$/i;

/** Recognises every form of an arXiv address (abs, pdf, html, any version, old and new ids, its DOI). */
export function arxivId(address: string): { id: string; version: number | null } | null {
  const url = URL.parse(address);
  return url && arxivPaperAt(url);
}

export function arxivPaperAt(url: URL): { id: string; version: number | null } | null {
  const host = url.hostname.replace(/^www\./, '');
  if (ARXIV_MIRRORS.test(host) || (HUGGING_FACE.has(host) && url.pathname.startsWith('/papers/'))) {
    return arxivPaper(decoded(url.pathname));
  }
  const doi = DOI_HOSTS.has(host) ? ARXIV_DOI.exec(decoded(url.pathname.slice(1)))?.[1] : undefined;
  return doi ? arxivPaper(`/abs/${doi}`) : null;
}

function arxivPaper(path: string): { id: string; version: number | null } | null {
  const match = ARXIV_PATH.exec(path);
  if (!match?.[1]) return null;
  return { id: match[1].toLowerCase(), version: match[2] ? Number(match[2]) : null };
}

const HUGGING_FACE = new Set(['huggingface.co', 'hf.co']);
const DOI_HOSTS = new Set(['doi.org', 'dx.doi.org', 'doi.acm.org']);
const DOI = /^10\.\d{4,9}\/\S+$/;
const LONGEST_DOI = 300;

/** `10.1145/3297858` or any address of it as its address at doi.org; `null` for what is no DOI. */
export function doiAddress(doi: string): string | null {
  if (doi.length > LONGEST_DOI) return null;
  const name = decoded(
    doi
      .toWellFormed()
      .trim()
      .replace(/^(?:doi:|https?:\/\/(?:dx\.)?doi\.org\/)\s*/i, ''),
  )
    .toLowerCase()
    .replace(/[.,;]+$/, '');
  if (!DOI.test(name)) return null;
  const paper = ARXIV_DOI.exec(name)?.[1];
  const arxiv = paper ? arxivPaper(`/abs/${paper}`) : null;
  if (arxiv) return `https://arxiv.org/abs/${arxiv.id}`;
  const anthology = /^10\.18653\/v1\/([\w.-]+)$/.exec(name)?.[1];
  if (anthology) return `https://aclanthology.org/${anthology}`;
  return `https://doi.org/${encodeURI(name).replace(/[?#]/g, encodeURIComponent)}`;
}

/** Publishers' pages that carry the DOI in their path, whatever they show of the article. */
const DOI_PATH =
  /^\/(?:doi|article|articles|chapter|content|book)\/(?:(?:abs|full|pdf|epdf|epub|pdfdirect|fullhtml|book|reader)\/)?(10\.\d{4,9}\/.+?)\/?$/i;

const publisher: AddressRule = (url) => {
  const doi = DOI_PATH.exec(decoded(url.pathname))?.[1];
  // bioRxiv and medRxiv add version and view.
  return doi ? doiAddress(doi.replace(/(?:v\d+(?:\.(?:full|abstract|full-text))*)?(?:\.pdf)?$/i, '')) : null;
};

const nature: AddressRule = (url) => {
  const id = /^\/articles\/((?:s\d{5}|nature\d|d\d{5})[\w-]*?)(?:\.pdf)?\/?$/.exec(url.pathname)?.[1];
  return id ? doiAddress(`10.1038/${id}`) : publisher(url);
};

const openReview: AddressRule = (url) => {
  const id = url.searchParams.get('id');
  return id && /^\/(?:forum|pdf|attachment|references\/pdf)$/.test(url.pathname)
    ? `https://openreview.net/forum?id=${encodeURIComponent(id)}`
    : null;
};

const aclAnthology: AddressRule = (url) => {
  const id = /^\/(?:anthology\/)?([\w.-]+?)(?:\.pdf|\.bib)?\/?$/.exec(url.pathname)?.[1];
  return id && /\d/.test(id) ? `https://aclanthology.org/${id.toLowerCase()}` : null;
};

const pmlr: AddressRule = (url) => {
  const match = /^\/(v\d+)\/([\w-]+)(?:\.html|\/\2(?:\.pdf)?)?\/?$/.exec(url.pathname);
  return match ? `https://proceedings.mlr.press/${match[1]}/${match[2]}` : null;
};

const WITH_DOI_IN_PATH = [
  'dl.acm.org',
  'link.springer.com',
  'onlinelibrary.wiley.com',
  'tandfonline.com',
  'journals.sagepub.com',
  'science.org',
  'pnas.org',
  'biorxiv.org',
  'medrxiv.org',
  'pubs.acs.org',
  'royalsocietypublishing.org',
];

/** By host without `www.` or `m.`. */
export const PAPER_SITES: readonly (readonly [string, AddressRule])[] = [
  ...WITH_DOI_IN_PATH.map((host) => [host, publisher] as const),
  ['nature.com', nature],
  ['openreview.net', openReview],
  ['aclanthology.org', aclAnthology],
  ['aclweb.org', aclAnthology],
  ['proceedings.mlr.press', pmlr],
  ...[...DOI_HOSTS].map((host): [string, AddressRule] => [host, (url) => doiAddress(url.pathname.slice(1))]),
];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
