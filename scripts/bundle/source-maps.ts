/** Source maps of our own code: a trace then names our lines. With those of packages they would be as large as the bundles. */
import { besidePulumi } from './beside-pulumi.ts';
import { decoded, encoded, type Segment } from './mappings.ts';

/** Version 3, https://tc39.es/ecma426: what esbuild writes, without contents. */
export interface SourceMap {
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

const isOurs = (source: string): boolean => /^\.\.\/(src|pulumi|toolchain)\//.test(source);

/** The text of a map as it is written: of our own sources, which esbuild names by its namespaces, too. */
export function ownMap(text: string): string {
  const map = JSON.parse(text) as SourceMap;
  const sources = map.sources.map((source) => source.replace(`${besidePulumi}:`, '../'));
  return JSON.stringify(ofOwnSources({ ...map, sources }));
}

/** Our own sources keep their places; where a package begins, a mapping to nowhere ends the one before. */
export function ofOwnSources<Given extends SourceMap>(map: Given): Given {
  const kept = map.sources.flatMap((source, index) => (isOurs(source) ? [index] : []));
  const renumbered = new Map(kept.map((index, place) => [index, place]));
  const lines = decoded(map.mappings).map((line) => {
    const segments: Segment[] = [];
    for (const { column, origin } of line) {
      const source = origin === null ? undefined : renumbered.get(origin.source);
      const own = origin === null || source === undefined ? null : { ...origin, source, name: null };
      if (own !== null || (segments.at(-1)?.origin ?? null) !== null) segments.push({ column, origin: own });
    }
    return segments;
  });
  const sources = kept.map((index) => map.sources[index] ?? '');
  return { ...map, sources, names: [], mappings: encoded(lines) };
}
