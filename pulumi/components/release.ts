import * as k8s from '../kubernetes.ts';
import * as pulumi from '@pulumi/pulumi';
import type { BackingRef, DesiredRelease } from '../../src/stack/desired.ts';
import { isBackingRef, isSecretInValue } from '../../src/stack/values.ts';
import { type DeclareContext, importing, optionsIn } from './context.ts';

export interface ReleaseInputs {
  /** Chart archive, relative to the stack directory: `./.k8s-deploy/charts/NAME-VERSION-DIGEST.tgz`. */
  readonly chartPath: string;
  readonly backingProperty: (ref: BackingRef) => pulumi.Input<string>;
  readonly dependsOn: readonly pulumi.Resource[];
  /** `timeout` and `atomic` stay what the state has: to change them alone would be an upgrade for nothing. */
  readonly settled: boolean;
  /** `NAMESPACE/NAME` of a release that Helm has and Pulumi takes over; null: it is made anew, or known. */
  readonly importId: string | null;
}

/** A Helm release, installed and upgraded by Helm itself, hooks included. */
export function declareRelease(
  release: DesiredRelease,
  inputs: ReleaseInputs,
  context: DeclareContext,
): k8s.Release {
  const namespaced = optionsIn(release.namespace, context);
  const values = fill(release.values, inputs, context) as Record<string, unknown>;
  return new k8s.Release(
    release.key,
    {
      name: release.name,
      namespace: release.namespace,
      chart: inputs.chartPath,
      values: release.confidential === true ? pulumi.secret(values) : values,
      timeout: release.timeoutSeconds,
      maxHistory: release.maxHistory,
      atomic: release.atomic,
      skipAwait: !release.wait,
      waitForJobs: release.waitForJobs,
      skipCrds: release.skipCrds,
      resetValues: true, // without it Helm takes the values of the last revision when there are none
      createNamespace: false, // the namespace is a resource of this program or exists already
    },
    {
      ...namespaced,
      ...importing(inputs.importId),
      dependsOn: [...((namespaced.dependsOn as pulumi.Resource[] | undefined) ?? []), ...inputs.dependsOn],
      ...(inputs.settled ? { ignoreChanges: ['timeout', 'atomic'] } : {}),
    },
  );
}

/** The values with every reference to a backing resource filled in. */
function fill(value: unknown, inputs: ReleaseInputs, context: DeclareContext): unknown {
  if (isBackingRef(value)) return inputs.backingProperty(value);
  if (isSecretInValue(value)) return context.secretText(value.$secret);
  if (Array.isArray(value)) return value.map((item) => fill(item, inputs, context));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, inputs, context)]));
}
