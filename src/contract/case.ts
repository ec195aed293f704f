/** One render that the gate asks for, and what is expected of it. */
import type { Data, DataMap, DataPath } from '../kubernetes/data.ts';
import type { RenderRequest } from '../render/renderer.ts';
import type { Provided } from '../systems/rule.ts';
import type { SourcePosition } from './finding.ts';
import type { Pack } from './pack.ts';
import type { Suite, SuiteCase } from './suite/suite.ts';

export interface Case {
  /** `install` and `upgrade` for what a stack applies; else as the contract file names it. */
  readonly name: string;
  /** Key under `releases:`, or the chart's name. */
  readonly release: string;
  readonly stack: string | null;
  readonly request: Omit<RenderRequest, 'coverage' | 'timeoutSeconds'>;
  /** Typed options of the release; see `ReleaseFacts.options`. */
  readonly options: Data;
  readonly packs: readonly Pack[];
  /** Besides the release itself and the others of its stack. */
  readonly provided: readonly Provided[];
  /** What a contract file says of it; null for what a stack applies. */
  readonly contract: { readonly suite: Suite; readonly case: SuiteCase } | null;
  /** The given values as one map. */
  readonly given: DataMap;
  readonly source: SourcePosition;
  /** Where the Helm value is set, or the nearest that can be said. */
  valueSource(path: DataPath): SourcePosition;
}

/** `prod: leoflow/ha (1.33)`: as reports name it. */
export const caseLabel = ({ name, release, stack, request }: Case): string =>
  `${stack === null ? '' : `${stack}: `}${release}/${name} (${request.kubeVersion})`;
