import type { ConfigPath } from './config-path.ts';

/** What the rest of the release says. */
export interface Surroundings {
  readonly ha: boolean;
  readonly namespace: string;
  /** `lease.name`, if given. */
  readonly leaseName: string | undefined;
  /** Keys of the credentials Secret; null if unknown. */
  readonly files: ReadonlySet<string> | null;
  /** Environment variables of the pod; null if unknown. */
  readonly variables: ReadonlySet<string> | null;
  readonly stateDir: string;
}

export interface Flaw {
  readonly rule: string | null;
  /** Where in config.yaml. */
  readonly at: ConfigPath;
  readonly message: string;
}
