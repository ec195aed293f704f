/** What a chart renders to. */
import type { DataMap, DataPath } from './data.ts';

/** A Kubernetes object of a render. Two of the same `hash` are the same text, and may be the same data in memory: never change it. */
export interface RenderedObject {
  /** As the API server reads it: of a key that stands twice, the last. */
  readonly manifest: DataMap;
  /** Empty if the manifest has none, which the Kubernetes schemas report. The same for kind and name. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As it is written; `null` for the release's own namespace, and for what has no namespace. */
  readonly namespace: string | null;
  /** As Helm names it: `leoflow/templates/deployment.yaml`, `leoflow/crds/x.yaml`. */
  readonly template: string;
  readonly hook: Hook | null;
  /** It lies in a `crds/` folder: Helm installs it first, and never upgrades or removes it. */
  readonly isCrd: boolean;
  /** sha256 of its text, in hexadecimal. */
  readonly hash: string;
  /** Keys that stand twice in the manifest. */
  readonly duplicateKeys: readonly DataPath[];
}

export interface Hook {
  readonly events: readonly string[]; // `pre-install`, `test`
  readonly weight: number;
  readonly deletePolicies: readonly string[]; // `before-hook-creation` where nothing is said
}

/** The objects that a chart yields for one set of values, in the order in which Helm prints them; hooks come last. */
export interface Render {
  readonly objects: readonly RenderedObject[];
  readonly notes: string; // NOTES.txt of the chart
  /** What the templates read: the chart's defaults with the given values over them. Null if it was not asked for. */
  readonly values: DataMap | null;
  /** What Helm says on the way, without failing. */
  readonly warnings: readonly string[];
}
