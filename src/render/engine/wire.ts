/** What passes between this program and the renderer: lines of JSON. `renderer/serve.go` has the other side. */
import type { Data, DataMap, DataPath } from '../../kubernetes/data.ts';
import type { Hook } from '../../kubernetes/rendered.ts';
import type { Branch, ChartFacts, RenderFailure } from '../renderer.ts';
import type { WireSuiteFiles, WireSuites } from './suite-wire.ts';

export const protocol = 3;

/** The first line. */
export interface Greeting {
  readonly protocol: number;
  readonly helm: string; // `v3.18.6`
}

/** In any order; `id` is that of the request. */
export interface Answer {
  readonly id: number;
  readonly failure?: WireFailure;
  readonly chart?: WireChart;
  readonly render?: WireRender;
  readonly suiteFiles?: WireSuiteFiles;
  readonly suites?: WireSuites;
}

export interface WireRender {
  /** What this process has not told before; later renders only give the number. */
  readonly documents?: readonly WireDocument[];
  readonly objects: readonly {
    readonly document: number;
    readonly template: string;
    readonly hook?: Hook;
    readonly isCrd?: boolean;
  }[];
  readonly notes?: string;
  readonly values?: DataMap;
  readonly warnings?: readonly string[];
  readonly reached?: readonly number[];
}

export interface WireDocument {
  readonly number: number;
  readonly hash: string;
  readonly manifest: DataMap;
  readonly duplicateKeys?: readonly DataPath[];
}

interface WireFailure {
  readonly kind: RenderFailure['kind'];
  readonly message: string;
  readonly template?: string;
  readonly line?: number;
}

interface WireChart {
  readonly name: string;
  readonly version: string;
  readonly appVersion?: string;
  readonly kubeVersion?: string;
  readonly type: ChartFacts['type'];
  readonly values: Data;
  readonly schema: Data;
  readonly templates: readonly string[];
  readonly branches: readonly Branch[];
  readonly reads: readonly (readonly string[])[];
  readonly lookups: readonly string[];
}

export const failureOf = ({ kind, message, template, line }: WireFailure): RenderFailure => ({
  kind,
  message,
  template: template ?? null,
  line: line ?? null,
});

export const factsOf = (chart: WireChart): ChartFacts => ({
  ...chart,
  appVersion: chart.appVersion ?? null,
  kubeVersion: chart.kubeVersion ?? null,
});
