/** What a type of Kubernetes' own API takes, in as little as strict decoding needs. Written by `scripts/kubernetes-schemas.ts`. */

export type Shape = Scalar | Reference | Enumeration | List | TextMap | Fields;

/** `any`: whatever JSON can say. `object`: any map. */
export type Scalar =
  | 'string'
  | 'boolean'
  | 'int32'
  | 'int64'
  | 'number'
  | 'quantity'
  | 'time'
  | 'bytes'
  | 'int-or-string'
  | 'any'
  | 'object';

/** `#core.v1.PodSpec`: another definition of the same Kubernetes version. */
export type Reference = `#${string}`;

export const isReference = (shape: string): shape is Reference => shape.startsWith('#');

export interface Enumeration {
  readonly enum: readonly string[];
}

export interface List {
  readonly list: Shape;
}

export interface TextMap {
  readonly map: Shape;
}

export interface Fields {
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/** First line of the data file; each further line is one schema, counted from 0. */
export interface SchemaIndex {
  /** Minor versions of Kubernetes, ascending, with the release that each was taken from: `{"1.33": "1.33.13"}`. */
  readonly versions: Readonly<Record<string, string>>;
  /** `apps/v1/Deployment` → its definition, and the minor versions that have it as bits, the lowest being the oldest. */
  readonly kinds: Readonly<Record<string, readonly [definition: string, minors: number]>>;
  /** Definition → its variants: line, and the minor versions that have it so. */
  readonly definitions: Readonly<Record<string, readonly (readonly [line: number, minors: number])[]>>;
  readonly lifecycles: Readonly<Record<string, Lifecycle>>;
  readonly crds: readonly BundledCrd[];
}

/** As the API server warns: minor versions (`25` for 1.25) from which a kind is deprecated and no longer served, and what to use instead. */
export interface Lifecycle {
  readonly deprecated: number | null;
  readonly removed: number | null;
  readonly replacement: string | null; // `policy/v1 PodDisruptionBudget`
}

export interface BundledCrd {
  readonly group: string;
  readonly kind: string;
  /** `External Secrets 0.18.2` */
  readonly from: string;
  /** Served versions → line of the `openAPIV3Schema`. */
  readonly versions: Readonly<Record<string, number>>;
}
