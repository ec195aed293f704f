/** The text of the data file: the index on its first line, then one schema a line, each content once. */
import type { BundledCrd, Lifecycle, SchemaIndex } from '../../src/contract/kubernetes/shape.ts';
import type { Crd } from './crds.ts';
import type { Api } from './openapi.ts';

export interface Release {
  readonly version: string; // `1.33.13`
  readonly api: Api;
}

interface CrdSource {
  readonly from: string;
  readonly crds: readonly Crd[];
}

export function dataOf(
  releases: readonly Release[],
  lifecycles: Readonly<Record<string, Lifecycle>>,
  sources: readonly CrdSource[],
): string {
  const lines = new Lines();
  const names = sortedKeys(releases.flatMap(({ api }) => [...api.definitions.keys()]));
  const definitions = names.map((name): [string, SchemaIndex['definitions'][string]] => {
    const variants = new Map<number, number>();
    for (const [index, { api }] of releases.entries()) {
      const shape = api.definitions.get(name);
      if (shape === undefined) continue;
      const line = lines.of(shape);
      variants.set(line, (variants.get(line) ?? 0) | (1 << index));
    }
    return [name, [...variants]];
  });
  const index: SchemaIndex = {
    versions: Object.fromEntries(
      releases.map(({ version }) => [version.split('.').slice(0, 2).join('.'), version]),
    ),
    kinds: kindsOf(releases),
    definitions: Object.fromEntries(definitions),
    lifecycles,
    crds: sources.flatMap(({ from, crds }) =>
      crds.map(({ group, kind, versions }): BundledCrd => ({
        group,
        kind,
        from,
        versions: Object.fromEntries(versions.map(([name, schema]) => [name, lines.of(schema)])),
      })),
    ),
  };
  return [JSON.stringify(index), ...lines.all].join('\n');
}

class Lines {
  readonly #numbers = new Map<string, number>();

  of(schema: unknown): number {
    const text = JSON.stringify(schema);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  get all(): string[] {
    return [...this.#numbers.keys()];
  }
}

function kindsOf(releases: readonly Release[]): SchemaIndex['kinds'] {
  const ids = sortedKeys(releases.flatMap(({ api }) => [...api.kinds.keys()]));
  return Object.fromEntries(
    ids.map((id) => {
      const having = releases.map(({ api }) => api.kinds.get(id));
      const definition = having.find((name) => name !== undefined) ?? '';
      if (having.some((name) => name !== undefined && name !== definition))
        throw new Error(`${id} has several definitions`);
      return [
        id,
        [definition, having.reduce((bits, name, at) => bits | (name === undefined ? 0 : 1 << at), 0)],
      ];
    }),
  );
}

const sortedKeys = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
