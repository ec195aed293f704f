import * as k8s from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { BackingRef, DesiredRelease } from '../../src/stack/desired.ts';
import { isBackingRef, isSecretInValue } from '../../src/stack/values.ts';
import { type DeclareContext, optionsIn } from './context.ts';

export interface ReleaseInputs {
  /** Chart archive, relative to the stack directory: `./.k8s-deploy/charts/NAME-VERSION-DIGEST.tgz`. */
  readonly chartPath: string;
  readonly backingProperty: (ref: BackingRef) => pulumi.Input<string>;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** A Helm release, installed and upgraded by Helm itself, hooks included. */
export function declareRelease(
  release: DesiredRelease,
  inputs: ReleaseInputs,
  context: DeclareContext,
): k8s.helm.v3.Release {
  const namespaced = optionsIn(release.namespace, context);
  return new k8s.helm.v3.Release(
    release.key,
    {
      name: release.name,
      namespace: release.namespace,
      chart: inputs.chartPath,
      values: fill(release.values, inputs, context) as Record<string, unknown>,
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
      dependsOn: [...((namespaced.dependsOn as pulumi.Resource[] | undefined) ?? []), ...inputs.dependsOn],
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
