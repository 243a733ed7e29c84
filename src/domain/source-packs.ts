// Named packs of sources, and which sources a channel takes. Pure.

export interface Pack {
  id: string;
  title: string;
  /** A channel that names no packs takes it. */
  byDefault: boolean;
}

export interface SourceChoice {
  /** Names of packs; `null`: all of them. */
  packs: string[] | null;
  /** Short names of sources to take beside the packs, and with a hyphen in front (`-openai`) to leave out of them. */
  sources: string[];
}

/** What no pack holds was added by a person, or given for this run: every channel takes it. */
export function takesSource(
  { packs, sources }: SourceChoice,
  source: { id: string; pack?: string | null },
): boolean {
  if (sources.includes(`-${source.id}`)) return false;
  if (sources.includes(source.id)) return true;
  return !source.pack || packs === null || packs.includes(source.pack);
}

/** One source that the channel takes is enough; what a person shared was brought by none. */
export function takesArticle(
  choice: SourceChoice,
  broughtBy: readonly { id: string; pack: string | null }[],
): boolean {
  return broughtBy.length === 0 || broughtBy.some((source) => takesSource(choice, source));
}

/**
 * `SourceChoice.sources` so that of the `offered` sources the channel takes those of `chosen` and no others. What was
 * not offered stays as it is.
 */
export function choiceOf(
  choice: SourceChoice,
  offered: readonly { id: string; pack?: string | null }[],
  chosen: ReadonlySet<string>,
): string[] {
  const ids = new Set(offered.map(({ id }) => id));
  const kept = choice.sources.filter((name) => !ids.has(name.replace(/^-/, '')));
  const changed = offered.flatMap((source) => {
    const byPack = takesSource({ packs: choice.packs, sources: [] }, source);
    if (chosen.has(source.id) === byPack) return [];
    return [byPack ? `-${source.id}` : source.id];
  });
  const wanted = new Set([...kept, ...changed]);
  // In the order in which it stands, where it is the same.
  return wanted.symmetricDifference(new Set(choice.sources)).size === 0 ? choice.sources : [...wanted];
}

/** The sources that at least one channel takes: the others are not asked. */
export function takenSources<Listed extends { id: string; pack?: string | null }>(
  sources: readonly Listed[],
  channels: readonly SourceChoice[],
): Listed[] {
  return sources.filter((source) => channels.some((channel) => takesSource(channel, source)));
}

/** Of a channel that names no packs. */
export function defaultPacks(packs: readonly Pack[]): string[] | null {
  return packs.every(({ byDefault }) => byDefault)
    ? null
    : packs.filter(({ byDefault }) => byDefault).map(({ id }) => id);
}
