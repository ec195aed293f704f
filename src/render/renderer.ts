/** Renders charts exactly as Helm would. Two ways, one answer: our long-lived renderer, or `helm template` for each case. */
import type { Data, DataMap } from '../kubernetes/data.ts';
import type { Render } from '../kubernetes/rendered.ts';
import type { SuiteFiles, SuiteFilesRequest, SuitesOutcome, SuitesRequest } from './suite-runs.ts';

export interface RenderRequest {
  /** Absolute path of the chart's folder or archive. */
  readonly chart: string;
  /** Laid over each other and over the chart's own, the later ones win; as `--values`. */
  readonly values: readonly DataMap[];
  /** As `--set`. */
  readonly set: readonly string[];
  readonly name: string;
  readonly namespace: string;
  readonly isUpgrade: boolean;
  /** `1.33` or `1.33.4`. */
  readonly kubeVersion: string;
  /** As `--api-versions`. */
  readonly apiVersions: readonly string[];
  /** Seconds; a template that does not end is given up. */
  readonly timeoutSeconds: number;
  /** Ask which branches of the templates were reached. */
  readonly coverage: boolean;
  /** No rule reads `Render.values`: they need not be told. */
  readonly withoutValues?: boolean;
  /**
   * As Helm renders where it asks a cluster: `apiVersions` is all that there is, and not added to those that Helm itself knows, and the release has a history.
   * Only our renderer can; `helm template` takes no notice.
   */
  readonly live?: { readonly revision: number };
}

export type RenderOutcome =
  | {
      readonly ok: true;
      readonly render: Render;
      /** Indices into `ChartFacts.branches`; null if coverage was not asked for, or this renderer cannot tell. */
      readonly reached: readonly number[] | null;
    }
  | { readonly ok: false; readonly failure: RenderFailure };

/** Why there is no render. */
export interface RenderFailure {
  /**
   * `chart`: it cannot be loaded. `values`: they can't be merged, or `--set` is malformed. `schema`: values.schema.json refuses. `version`: kubeVersion of the chart.
   * `template`: a template failed, `fail` and `required` included. `manifest`: what came out is no YAML or no object. `limit`: too large, too many. `timeout`. `panic`.
   */
  readonly kind:
    'chart' | 'values' | 'schema' | 'version' | 'template' | 'manifest' | 'limit' | 'timeout' | 'panic';
  /** As Helm says it, on one or more lines. */
  readonly message: string;
  readonly template: string | null; // `leoflow/templates/deployment.yaml`
  readonly line: number | null;
}

export interface ChartFacts {
  readonly name: string;
  readonly version: string;
  readonly appVersion: string | null;
  readonly kubeVersion: string | null;
  readonly type: 'application' | 'library';
  /** Its values.yaml. */
  readonly values: Data;
  /** Its values.schema.json; null if it has none. */
  readonly schema: Data;
  /** All template files of the chart and its subcharts, as in `RenderedObject.template`. */
  readonly templates: readonly string[];
  /** Every branch that may or may not be taken: `if`, `else if`, `else`, `with`, `range`. Null if this renderer cannot tell. */
  readonly branches: readonly Branch[] | null;
  /** Values that some template reads, as far as its text tells; a template that passes `.Values` on as a whole reads `[]`. Null if this renderer cannot tell. */
  readonly reads: readonly (readonly string[])[] | null;
  /** Templates that ask the cluster by `lookup`, for which nothing is found here. Null if this renderer cannot tell. */
  readonly lookups: readonly string[] | null;
}

export interface Renderer {
  /** `k8s-deploy-renderer (Helm 3.18.6)` */
  readonly description: string;
  /** Rejects with a `Failure` (configuration) for a chart that does not load. */
  chart(path: string): Promise<ChartFacts>;
  /** May be called many times at once; never rejects for what is wrong with a chart or values. */
  render(request: RenderRequest): Promise<RenderOutcome>;
  /** The files with helm-unittest suites of a chart. Rejects with a `Failure` (configuration) if this renderer cannot run them, and there are some. */
  suiteFiles(request: SuiteFilesRequest): Promise<SuiteFiles>;
  /** Runs them; never rejects for what is wrong with a chart or a suite. */
  suites(request: SuitesRequest): Promise<SuitesOutcome>;
  /** Another one for another program, also of one version: what was kept of its answers then says nothing. */
  identity(): Promise<string>;
  close(): Promise<void>;
}

export interface Branch {
  readonly template: string;
  readonly line: number; // from 1
  readonly text: string; // `{{ if .Values.ingress.enabled }}`
}
