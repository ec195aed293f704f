/** Turns a desired stack into Pulumi resources: namespaces, then backing resources, then releases. */
import * as k8s from './kubernetes.ts';
import type * as pulumi from '@pulumi/pulumi';
import type { Backing, BackingRef, DesiredStack } from '../src/stack/desired.ts';
import { shortStackName } from '../src/stack/choice.ts';
import { type LearnSecret, secretsOf } from '../src/stack/secrets.ts';
import { declareRole, declareServiceAccount } from './components/access.ts';
import { declareCaBundle } from './components/ca-bundle.ts';
import type { DeclareContext } from './components/context.ts';
import { declareExternalSecret, declareSecretStore } from './components/external-secret.ts';
import { declareNamespace } from './components/namespace.ts';
import { declareRelease } from './components/release.ts';
import { declareSecret } from './components/secret.ts';
import { StateBucket } from './components/state-bucket.ts';
import { providerIdentity } from './identity.ts';
import { stackOutputs } from './outputs.ts';
import { secretTexts } from './secrets.ts';

/** Chart archive of each release by its key, as a path relative to the stack directory. */
export type ChartPaths = ReadonlyMap<string, string>;

/** What the stack gives to others, by name. */
export type Outputs = Record<string, pulumi.Input<unknown>>;

/** Of what exists and is taken over: the id by which Pulumi's provider finds it, by the id of a backing resource or the key of a release. */
export type Imports = ReadonlyMap<string, string>;

/**
 * Declares everything and returns the stack outputs. Runs inside a Pulumi program whose working directory is the stack
 * directory. Throws a `Failure` naming every secret that is missing or malformed, before the first resource. `settled`: keys of releases whose
 * `timeout` and `atomic` stay what the state has.
 */
export function declare(
  stack: DesiredStack,
  charts: ChartPaths,
  learn?: LearnSecret,
  settled: ReadonlySet<string> = new Set(),
  imports: Imports = new Map(),
): Outputs {
  const secretText = secretTexts(secretsOf(stack), learn);
  const provider = new k8s.Provider(providerIdentity.name, {
    clusterIdentifier: stack.cluster.identifier, // without it a new kubeconfig would replace every resource
    kubeconfig: '', // the provider reads KUBECONFIG itself: a path of one machine has no place in the state
    enableSecretMutable: true, // components ask for replacement where a new name has to roll pods
    enableConfigMapMutable: true,
    ...(stack.cluster.context === null ? {} : { context: stack.cluster.context }),
  });

  const namespaces = new Map<string, k8s.Namespace>();
  for (const backing of stack.backing) {
    if (backing.kind === 'namespace') {
      namespaces.set(backing.name, declareNamespace(backing, provider, imports.get(backing.id) ?? null));
    }
  }
  const context: DeclareContext = {
    provider,
    secretText,
    namespaces,
    owner: `${stack.project}/${shortStackName(stack.stack)}`,
  };

  const resources = new Map<string, pulumi.CustomResource>();
  for (const backing of stack.backing) resources.set(backing.id, declareBacking(backing, context));

  const releases = new Map<string, k8s.Release>();
  for (const release of stack.releases) {
    const chartPath = charts.get(release.key);
    if (chartPath === undefined) throw new Error(`the chart of release "${release.key}" was not pulled`);
    releases.set(
      release.key,
      declareRelease(
        release,
        {
          chartPath,
          backingProperty: (ref) => propertyOf(ref, resources),
          dependsOn: release.dependsOn.map((id) => required(id, resources, releases)),
          settled: settled.has(release.key),
          importId: imports.get(release.key) ?? null,
        },
        context,
      ),
    );
  }
  return stackOutputs(stack, releases);
}

function declareBacking(backing: Backing, context: DeclareContext): pulumi.CustomResource {
  switch (backing.kind) {
    case 'namespace':
      return required(backing.name, context.namespaces);
    case 'secret':
      return declareSecret(backing, context);
    case 'caBundle':
      return declareCaBundle(backing, context);
    case 'secretStore':
      return declareSecretStore(backing, context);
    case 'externalSecret':
      return declareExternalSecret(backing, context);
    case 'bucket':
      return new StateBucket(backing, context.owner);
    case 'serviceAccount':
      return declareServiceAccount(backing, context);
    case 'role':
      return declareRole(backing, context);
  }
}

function propertyOf(
  ref: BackingRef,
  resources: ReadonlyMap<string, pulumi.CustomResource>,
): pulumi.Input<string> {
  // Recipes and `nameOf` refer to Kubernetes objects only, and those have metadata.
  const { metadata } = required(ref.$backing, resources) as k8s.Secret;
  switch (ref.field) {
    case 'name':
      return metadata.name;
    case 'resourceVersion':
      return metadata.resourceVersion;
  }
}

/** The resource of that id. An unknown one is a mistake in a recipe: the stack file cannot name it. */
function required<Resource>(id: string, ...maps: ReadonlyMap<string, Resource>[]): Resource {
  for (const map of maps) {
    const found = map.get(id);
    if (found !== undefined) return found;
  }
  throw new Error(`nothing in the stack declares "${id}" before it is used`);
}
