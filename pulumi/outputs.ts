import type * as k8s from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { DesiredStack } from '../src/stack/desired.ts';

/** Names and addresses that others build on. Never a secret value, nor anything derived from one. */
export function stackOutputs(
  stack: DesiredStack,
  releases: ReadonlyMap<string, k8s.helm.v3.Release>,
): Record<string, pulumi.Input<unknown>> {
  return {
    releases: Object.fromEntries(
      stack.releases.map(({ key, name, namespace }) => [key, { name, namespace }]),
    ),
    namespaces: [...new Set(stack.releases.map(({ namespace }) => namespace))].toSorted(),
    services: Object.fromEntries(
      [...releases].map(([key, release]) => [key, release.resourceNames.apply(serviceAddresses)]),
    ),
    buckets: stack.backing
      .flatMap((backing) => (backing.kind === 'bucket' ? [backing.bucket] : []))
      .toSorted(),
  };
}

/** In-cluster DNS names of a release's Services, from the provider's `<kind>/<version>: [<namespace>/<name>]`. */
export function serviceAddresses(resourceNames: Record<string, string[]> | undefined): string[] {
  const services = Object.entries(resourceNames ?? {}).flatMap(([kind, names]) =>
    /^Service(\/|$)/.test(kind) ? names : [],
  );
  return services
    .map((qualified) => qualified.split('/'))
    .map(([namespace, name]) => `${name}.${namespace}.svc.cluster.local`)
    .toSorted();
}
