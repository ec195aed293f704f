/** What a test renders the chart with, in words of a contract. */
import type { DataMap } from '../../../kubernetes/data.ts';

/** Fields of a case; what is as the file has it for all cases is left out. */
export interface CaseFields {
  readonly valueFiles?: readonly string[];
  readonly values?: DataMap;
  readonly name?: string;
  readonly namespace?: string;
  readonly upgrade?: true;
  readonly kubeVersions?: readonly string[];
  readonly apiVersions?: readonly string[];
}

/** What of the test's inputs a case has no words for. */
export interface Gap {
  readonly what: string; // `release.revision`
  readonly why: string;
  readonly hint: string;
  /** Nothing can be said of the test without it. */
  readonly isFatal: boolean;
  /** It is the same for all tests of the suite. */
  readonly isOfSuite: boolean;
}

export interface Inputs {
  readonly fields: CaseFields;
  /** Names that are written otherwise in the contract: what is expected follows. */
  readonly renamed: readonly (readonly [from: string, to: string])[];
  readonly gaps: readonly Gap[];
}

export interface InputContext {
  /** The chart of the suite: `parent/charts/child`. */
  readonly route: string;
  /** Of `--suite-values`, absolute. */
  readonly valueFiles: readonly string[];
  /** Of the gate, for the minor version that a suite leaves out. */
  readonly kubeVersion: string;
  /** A values file, relative to the suite or absolute; null: it cannot be read. */
  values(path: string): ValuesFile | null;
}

export interface ValuesFile {
  readonly data: DataMap;
  /** Its path from the contract file; null if contract files do not take it as it is. */
  readonly reference: string | null;
}

/** A share of them. */
export type InputPart = Pick<Inputs, 'fields' | 'gaps'>;
