import { at, isMap, listAt, mapAt, textAt, type Data } from '../../../kubernetes/data.ts';
import type { RenderedObject } from '../../../kubernetes/rendered.ts';
import type { Rule, Subject, Violation } from '../../rule.ts';
import { named, shown } from './wording.ts';

/** What a provider of the External Secrets Operator needs, below its key in a SecretStore. */
const providers: readonly {
  readonly key: string;
  readonly provider: string; // as the chart's values call it
  readonly place: readonly string[];
  readonly placeValue: readonly string[];
  readonly account: readonly string[];
}[] = [
  {
    key: 'aws',
    provider: 'aws',
    place: ['region'],
    placeValue: ['externalSecrets', 'aws', 'region'],
    account: ['auth', 'jwt', 'serviceAccountRef', 'name'],
  },
  {
    key: 'gcpsm',
    provider: 'gcp',
    place: ['projectID'],
    placeValue: ['externalSecrets', 'gcp', 'projectID'],
    account: ['auth', 'workloadIdentity', 'serviceAccountRef', 'name'],
  },
];

const hint = 'Use the option credentials.external (values externalSecrets, serviceAccount.esoName).';

export const externalSecrets: Rule = {
  id: 'SF-20',
  title: 'With External Secrets, the store can sign in and every file has a source',
  why: 'The chart asks for none of it: another provider than aws and gcp gives an empty store, and a missing region, account or remoteRef is only seen when the operator fails. The Secret is then never made.',
  severity: 'error',
  *check(subject) {
    const stores = subject.objects.filter(({ kind }) => kind === 'SecretStore');
    const secrets = subject.objects.filter(({ kind }) => kind === 'ExternalSecret');
    for (const store of stores) yield* signIn(store, subject);
    for (const secret of secrets) {
      yield* source(secret, subject);
      yield* entries(secret);
    }
  },
};

function* signIn(store: RenderedObject, { values }: Subject): Iterable<Violation> {
  const given = mapAt(store.manifest, 'spec', 'provider');
  const known = providers.find(({ key }) => isMap(given[key]));
  if (known === undefined) {
    yield {
      object: store,
      path: ['spec', 'provider'],
      value: ['externalSecrets', 'provider'],
      message: `${named(store)}: spec.provider has ${shown(Object.keys(given))}: expected aws or gcpsm; externalSecrets.provider is ${shown(at(values, 'externalSecrets', 'provider'))}`,
      hint,
    };
    return;
  }
  const { key, place, placeValue, account } = known;
  const wanted = [
    { below: place, value: placeValue },
    { below: account, value: ['serviceAccount', 'esoName'] },
  ];
  for (const { below, value } of wanted) {
    const found = at(given[key], ...below);
    const expected = textAt(values, ...value) ?? '';
    if (typeof found === 'string' && found !== '' && (expected === '' || found === expected)) continue;
    yield {
      object: store,
      path: ['spec', 'provider', key, ...below],
      value,
      message: `${named(store)}: spec.provider.${[key, ...below].join('.')} is ${shown(found)}: expected ${expected === '' ? `that of ${value.join('.')}, which is empty` : shown(expected)}`,
      hint,
    };
  }
  const service = at(given[key], 'service');
  if (key === 'aws' && service !== 'SecretsManager') {
    yield {
      object: store,
      path: ['spec', 'provider', key, 'service'],
      message: `${named(store)}: spec.provider.aws.service is ${shown(service)}: expected "SecretsManager"`,
      hint,
    };
  }
  const expected = textAt(values, 'externalSecrets', 'provider');
  if (
    expected !== undefined &&
    expected !== known.provider &&
    providers.some(({ provider }) => provider === expected)
  ) {
    yield {
      object: store,
      path: ['spec', 'provider', key],
      value: ['externalSecrets', 'provider'],
      message: `${named(store)}: spec.provider is ${key}: expected the one for externalSecrets.provider ${shown(expected)}`,
      hint,
    };
  }
}

/** With these the operator makes the Secret. */
const making: readonly unknown[] = [undefined, 'Owner', 'Orphan'];

function* source(secret: RenderedObject, { around, release }: Subject): Iterable<Violation> {
  const policy = at(secret.manifest, 'spec', 'target', 'creationPolicy');
  if (!making.includes(policy)) {
    yield {
      object: secret,
      path: ['spec', 'target', 'creationPolicy'],
      message: `${named(secret)}: spec.target.creationPolicy is ${shown(policy)}, with which the Secret is not made: expected Owner`,
      hint,
    };
  }
  const reference = at(secret.manifest, 'spec', 'secretStoreRef');
  const kind = textAt(reference, 'kind') ?? 'SecretStore';
  const name = textAt(reference, 'name') ?? '';
  const namespace = kind === 'ClusterSecretStore' ? null : (secret.namespace ?? release.namespace);
  if (around.find(kind, namespace, name) === undefined) {
    yield {
      object: secret,
      path: ['spec', 'secretStoreRef'],
      message: `${named(secret)}: spec.secretStoreRef is ${kind} ${shown(name)}, which nobody here makes`,
      hint,
    };
  }
}

function* entries(secret: RenderedObject): Iterable<Violation> {
  const data = listAt(secret.manifest, 'spec', 'data');
  const value = ['externalSecrets', 'data'];
  if (data.length === 0 && listAt(secret.manifest, 'spec', 'dataFrom').length === 0) {
    const message = `${named(secret)}: spec.data is empty, so that the Secret has no file`;
    yield { object: secret, path: ['spec', 'data'], value, message, hint };
  }
  for (const [index, entry] of data.entries()) {
    const key = textAt(entry, 'secretKey') ?? '';
    const lacking = key === '' ? 'secretKey' : isRemote(entry) ? null : 'remoteRef';
    if (lacking === null) continue;
    const path = ['spec', 'data', index, lacking];
    const message = `${named(secret)}: spec.data[${index}]${key === '' ? '' : ` (${key})`} has ${lacking} ${shown(at(entry, lacking))}: expected ${lacking === 'remoteRef' ? 'a map with the key in the secrets manager; some versions of the chart indent it wrongly' : 'the name of the file'}`;
    yield { object: secret, path, value: [...value, index], message, hint };
  }
}

const isRemote = (entry: Data): boolean => (textAt(entry, 'remoteRef', 'key') ?? '') !== '';
