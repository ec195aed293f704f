import type * as k8s from './kubernetes.ts';
import type * as pulumi from '@pulumi/pulumi';
import type { DesiredStack } from '../src/stack/desired.ts';

/** Names and addresses that others build on. Never a secret value, nor anything derived from one. */
export function stackOutputs(
  stack: DesiredStack,
  releases: ReadonlyMap<string, k8s.Release>,
): Record<string, pulumi.Input<unknown>> {
  const namespaces = new Map(stack.releases.map(({ key, namespace }) => [key, namespace]));
  return {
    releases: Object.fromEntries(
      stack.releases.map(({ key, name, namespace }) => [key, { name, namespace }]),
    ),
    namespaces: [...new Set(stack.releases.map(({ namespace }) => namespace))].toSorted(),
    services: Object.fromEntries(
      [...releases].map(([key, release]) => [
        key,
        release.resourceNames.apply((names) => serviceAddresses(names, namespaces.get(key) ?? '')),
      ]),
    ),
    buckets: stack.backing
      .flatMap((backing) => (backing.kind === 'bucket' ? [backing.bucket] : []))
      .toSorted(),
  };
}

/**
 * In-cluster DNS names of a release's Services, from the provider's `<kind>/<version>: [<namespace>/<name>]`; without a namespace where the manifest names none,
 * which is then `namespace`.
 */
export function serviceAddresses(
  resourceNames: Record<string, string[]> | undefined,
  namespace: string,
): string[] {
  const services = Object.entries(resourceNames ?? {}).flatMap(([kind, names]) =>
    /^Service(\/|$)/.test(kind) ? names : [],
  );
  return services
    .map((qualified) => qualified.split('/'))
    .map(([first = '', second]) => (second === undefined ? `${first}.${namespace}` : `${second}.${first}`))
    .map((name) => `${name}.svc.cluster.local`)
    .toSorted();
}
