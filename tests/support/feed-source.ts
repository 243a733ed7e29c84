// A source of the commonest kind, for tests and benches.
import type { Source } from '../../src/domain/source.ts';

/** A feed that goes by its id. */
export function feedSource(id: string, changes: Partial<Source> = {}): Source {
  return {
    id,
    kind: 'feed',
    url: `https://${id}.example/feed`,
    title: id,
    weight: 1,
    defaultKind: null,
    ...changes,
  };
}
