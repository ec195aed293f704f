/** The schemas that come with the program: read once, when first asked for, and parsed one by one as kinds occur. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { DataMap } from '../../kubernetes/data.ts';
import type { Lifecycle, Reference, SchemaIndex, Shape } from './shape.ts';

interface Bundled {
  readonly index: SchemaIndex;
  readonly minors: readonly number[];
  readonly line: (number: number) => unknown;
}

let opened: Bundled | null = null;

/** Beside this module, and beside the bundle. */
function bundled(): Bundled {
  if (opened === null) {
    const compressed = readFileSync(new URL('./kubernetes-schemas.br', import.meta.url));
    const lines = brotliDecompressSync(compressed).toString().split('\n');
    const parsed = new Map<number, unknown>();
    const index = JSON.parse(lines[0] ?? '') as SchemaIndex;
    opened = {
      index,
      minors: Object.keys(index.versions).map((version) => Number(version.slice('1.'.length))),
      line(number) {
        if (!parsed.has(number)) parsed.set(number, JSON.parse(lines[number + 1] ?? ''));
        return parsed.get(number);
      },
    };
  }
  return opened;
}

/** Minor versions of Kubernetes, ascending: `28` for 1.28. */
export const knownMinors = (): readonly number[] => bundled().minors;

/** Of `apps/v1/Deployment`: the minor versions that serve it. Empty for what none does. */
export function minorsOf(kind: string): number[] {
  const bits = bundled().index.kinds[kind]?.[1] ?? 0;
  return knownMinors().filter((_, position) => isIn(bits, position));
}

/** `apps/v1/Deployment` and the like, of every known minor version. */
export const builtInKinds = (): string[] => Object.keys(bundled().index.kinds);

export const lifecycleOf = (kind: string): Lifecycle | null => {
  const { lifecycles } = bundled().index;
  return Object.hasOwn(lifecycles, kind) ? (lifecycles[kind] ?? null) : null;
};

export const kindsWithLifecycle = (): string[] => Object.keys(bundled().index.lifecycles);

/** The types of one minor version. */
export interface Types {
  /** `#apps.v1.Deployment` for `apps/v1/Deployment`; null if this version does not serve it. */
  readonly kind: (id: string) => Reference | null;
  readonly definition: (reference: Reference) => Shape;
}

const byMinor = new Map<number, Types>();

/** `minor` is a known one. */
export function typesOf(minor: number): Types {
  const before = byMinor.get(minor);
  if (before !== undefined) return before;
  const { index, line } = bundled();
  const position = knownMinors().indexOf(minor);
  const shapes = new Map<Reference, Shape>();
  const types: Types = {
    kind(id) {
      const [name, bits] = (Object.hasOwn(index.kinds, id) ? index.kinds[id] : undefined) ?? ['', 0];
      return isIn(bits, position) ? `#${name}` : null;
    },
    definition(reference) {
      const known = shapes.get(reference);
      if (known !== undefined) return known;
      const variants = index.definitions[reference.slice(1)];
      const [number] = variants?.find(([, bits]) => isIn(bits, position)) ?? [];
      if (number === undefined) throw new Error(`the schemas of Kubernetes 1.${minor} lack ${reference}`);
      const shape = line(number) as Shape;
      shapes.set(reference, shape);
      return shape;
    },
  };
  byMinor.set(minor, types);
  return types;
}

/** A kind that an operator brings. */
export interface CustomKind {
  readonly group: string;
  readonly kind: string;
  /** As a message names it: `External Secrets 0.18.2`. */
  readonly from: string;
  /** It comes with the program, and the cluster may have another version of it. */
  readonly isBundled: boolean;
  /** Versions that are served. */
  readonly versions: readonly string[];
  /** The `openAPIV3Schema` of one of them. */
  readonly schema: (version: string) => DataMap;
}

let custom: readonly CustomKind[] | null = null;

export function bundledCustomKinds(): readonly CustomKind[] {
  const { index, line } = bundled();
  custom ??= index.crds.map(({ group, kind, from, versions }) => ({
    group,
    kind,
    from,
    isBundled: true,
    versions: Object.keys(versions),
    schema: (version) => line(versions[version] ?? -1) as DataMap,
  }));
  return custom;
}

const isIn = (bits: number, position: number): boolean => (bits & (1 << position)) !== 0;
