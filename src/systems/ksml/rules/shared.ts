/** KP-14 and KP-15: what counts for an application whoever deploys it, the provisioner or a release of its own. */
import { at, isMap, textAt } from '../../../kubernetes/data.ts';
import { limits } from '../../../stack/fields.ts';
import type { Rule, Severity, Verdict } from '../../rule.ts';
import { applicationReleaseName } from '../release-name.ts';
import { hasStore } from '../runner-values.ts';
import { rule as ofProvisioner } from './provisioner-render.ts';
import { unknownFile } from './custom-values.ts';
import { rule as ofRunner, type Runner, type RunnerRender } from './runner-render.ts';

const text = {
  id: 'KP-14',
  title: 'A volume for state belongs to a group of the runner’s user',
  why: 'A claim is root’s: without podSecurityContext.fsGroup the runner cannot make its folder on it, and does not start. The user of the image is in group 0. The options store and customValues set fsGroup: 0.',
  severity: 'error',
} as const;

const inCustomValues = ofProvisioner(text, function* ({ provisioners, root }) {
  for (const { custom } of provisioners) {
    if (custom.values === null) yield { notChecked: unknownFile(custom) };
    if (custom.values === null || custom.values === 'malformed' || !hasStore(custom.values)) continue;
    if (at(custom.values, 'podSecurityContext', 'fsGroup') !== undefined) continue;
    yield {
      object: custom.holder?.object ?? undefined,
      path: ['data', custom.key],
      value: [...root, 'customValues', 'podSecurityContext', 'fsGroup'],
      message:
        'customValues have store.spec and no podSecurityContext.fsGroup, so applications cannot write to their volume',
      hint: 'Use the option customValues, which sets fsGroup: 0, or set it.',
    };
  }
});

const inWorkload = ofRunner(text, function* ({ runners }) {
  for (const { object, pod, store } of runners) {
    if (store.kind !== 'claim' || at(pod.spec, 'securityContext', 'fsGroup') !== undefined) continue;
    yield {
      object,
      path: [...pod.path, 'spec', 'securityContext', 'fsGroup'],
      value: ['podSecurityContext', 'fsGroup'],
      message: `${object.kind} ${object.name} keeps state on a claim and has no fsGroup, so the runner cannot write to it`,
      hint: 'Use the option store, which sets fsGroup: 0, or set podSecurityContext.fsGroup.',
    };
  }
});

export const writableStore: Rule = {
  ...text,
  *check(subject) {
    yield* inCustomValues.check(subject);
    yield* inWorkload.check(subject);
  },
};

const parts = ['tenant', 'instance', 'environment', 'application'] as const;

export const releaseName = ofRunner(
  {
    id: 'KP-15',
    title:
      'Release and objects are named <tenant>-<instance>-<environment>-<application>-ksml, in 53 characters at most',
    why: 'The provisioner finds an application by that name, for status, logs and metrics. Helm refuses longer names, and Kubernetes such with other marks than lower-case letters, digits and "-". Shorten tenant, instance, environment or application.',
    severity: 'error',
  },
  nameFlaws,
);

function* nameFlaws({ runners, subject: { release } }: RunnerRender): Iterable<Verdict> {
  const { name, options } = release;
  const known = isMap(options) ? parts.map((part) => textAt(options, part)) : [];
  const [tenant, instance, environment, application] = known;
  if (runners.length === 0) {
    yield { notChecked: 'tenant, instance, environment and application, which come with each POST /deploy' };
    return;
  }
  const hint =
    'Use the options tenant, instance, environment and application, and leave releaseName and fullnameOverride out.';
  if (name.length > limits.releaseName || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    yield {
      message: `the release name ${name} has ${name.length} characters; at most ${limits.releaseName} lower-case letters, digits and "-" are allowed`,
      hint,
    };
  }
  if (
    tenant === undefined ||
    instance === undefined ||
    environment === undefined ||
    application === undefined
  ) {
    if (!/^[^-]+(-[^-]+){3,}$/.test(name) || !name.endsWith('-ksml')) {
      const message = `the release name ${name} is not of the form <tenant>-<instance>-<environment>-<application>-ksml, so the provisioner does not find it`;
      yield { message, hint, severity: 'warning' };
    }
    yield* otherNames(runners, name, 'warning');
    return;
  }
  const expected = applicationReleaseName({ tenant, instance, environment, application });
  if (name !== expected)
    yield { message: `the release is named ${name}, and ${expected} by its options`, hint };
  yield* otherNames(runners, expected, 'error');
}

function* otherNames(runners: readonly Runner[], expected: string, severity: Severity): Iterable<Verdict> {
  for (const { object } of runners) {
    if (object.name === expected) continue;
    yield {
      object,
      path: ['metadata', 'name'],
      value: ['fullnameOverride'],
      message: `${object.kind} ${object.name} is not named ${expected}, so the provisioner does not find it`,
      hint: 'Leave fullnameOverride and nameOverride out.',
      severity,
    };
  }
}
