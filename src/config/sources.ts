// What config/sources.yaml may say, and how that becomes sources. Knows nothing of the other files.
import { z } from 'zod';
import { ARTICLE_KINDS } from '../domain/article.ts';
import type { Source } from '../domain/source.ts';
import { kindRules, SOURCE_KINDS, type SourceSettings } from '../domain/source-kinds.ts';
import type { Pack } from '../domain/source-packs.ts';

const text = z.string().trim().min(1, 'some text');
const shortName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a short name of lower-case letters, digits and hyphens');

const source = z
  .strictObject({
    id: shortName,
    kind: z.enum(SOURCE_KINDS).default('feed'),
    url: text.optional(),
    title: text,
    pack: shortName.optional(),
    weight: z.number().min(0).max(10).default(1),
    default_kind: z.enum(ARTICLE_KINDS).optional(),
    min_score: z.number().min(0).optional(),
    max_age_days: z.number().min(1).optional(),
    selector: text.optional(),
    words: z.array(text).min(1).optional(),
  })
  .superRefine(checkByKind);

export const sourcesFile = z.strictObject({
  packs: z
    .array(z.strictObject({ id: shortName, title: text, default: z.boolean().default(true) }))
    .default([]),
  sources: z.array(source),
});
type SourcesFile = z.output<typeof sourcesFile>;
type ListedSource = SourcesFile['sources'][number];

/** A setting's name in the file. */
const WRITTEN = {
  minScore: 'min_score',
  maxAgeDays: 'max_age_days',
  selector: 'selector',
} as const satisfies Record<Exclude<keyof SourceSettings, 'words'>, keyof ListedSource>;

function checkByKind(
  listed: {
    kind: Source['kind'];
    url?: string | undefined;
    min_score?: number | undefined;
    max_age_days?: number | undefined;
    selector?: string | undefined;
  },
  context: z.RefinementCtx,
): void {
  const { accepts, expects, only, settings } = kindRules(listed.kind);
  const report = (key: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  if (listed.url === undefined ? only === undefined : !accepts(listed.url)) report('url', expects);
  const taken = settings.map((setting) => WRITTEN[setting]);
  for (const key of Object.values(WRITTEN)) {
    if (listed[key] === undefined || taken.includes(key)) continue;
    report(key, `nothing, since the kind ${listed.kind} takes ${[...taken, 'words'].join(', ')} alone`);
  }
}

export function packsOf({ packs }: SourcesFile): Pack[] {
  return packs.map(({ id, title, default: byDefault }) => ({ id, title, byDefault }));
}

export function sourcesOf({ sources }: SourcesFile): Source[] {
  return sources.map(({ default_kind, min_score, max_age_days, selector, words, url, pack, ...rest }) => ({
    ...rest,
    url: url ?? kindRules(rest.kind).only ?? '',
    defaultKind: default_kind ?? null,
    pack: pack ?? null,
    settings: withoutGaps({ minScore: min_score, maxAgeDays: max_age_days, selector, words }),
  }));
}

function withoutGaps(settings: SourceSettings): SourceSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
