/** Names, labels, keys and variables in the form that the API server takes. */
import { listAt, textAt } from '../../kubernetes/data.ts';
import { isDnsLabel, objectNameProblem } from '../../kubernetes/names.ts';
import { containersOf, podTemplateOf } from '../../kubernetes/pods.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { dataKeyRule } from './data-key-rule.ts';
import { environmentRule } from './environment-rule.ts';
import { refused, ruleOfManifests, type Fault } from './fault.ts';
import { labelRule } from './label-rule.ts';
import { twice } from './twice.ts';

export const nameRules: readonly Rule[] = [
  ruleOfManifests(
    {
      id: 'name/object',
      title: 'Every object has a name that its kind takes',
      why: 'Most names are DNS subdomains: lower-case letters, digits, "-" and ".". A Service or Namespace is one DNS label of at most 63 characters. Names of a CronJob, a Job and a StatefulSet are shorter, for Kubernetes makes label values of them.',
      severity: 'error',
    },
    ({ kind, name }) => {
      const problem = kind === '' || kind.endsWith('List') ? null : objectNameProblem(kind, name);
      if (problem === null) return [];
      const hint =
        'Shorten fullnameOverride or the release’s name, or mend the template that makes the name.';
      return [{ path: ['metadata', 'name'], message: `its name: ${problem}. ${refused}`, hint }];
    },
  ),
  labelRule,
  dataKeyRule,
  ruleOfManifests(
    {
      id: 'name/container',
      title:
        'Containers, images and volumes of a pod have valid names, and no two containers or volumes the same',
      why: 'Containers and volumes are called by DNS labels of at most 63 characters; the API server refuses a pod with two containers, or two volumes, of one name. The kubelet starts no container whose image is no image name (InvalidImageName).',
      severity: 'error',
    },
    partFaults,
  ),
  environmentRule,
  {
    id: 'name/release',
    title: 'The release has a name that Helm takes',
    why: 'Helm keeps a release as a Secret sh.helm.release.v1.NAME.vN and makes labels of its name: at most 53 lower-case letters, digits, "-" and ".".',
    severity: 'error',
    check: releaseName,
  },
];

function partFaults(object: RenderedObject): Fault[] {
  const pod = podTemplateOf(object);
  if (pod === null) return [];
  const all = containersOf(pod);
  const containers = all.map(({ name, path }) => ({ name, path, what: 'container' }));
  const volumes = listAt(pod.spec, 'volumes').map((volume, index) => ({
    name: textAt(volume, 'name') ?? '',
    path: [...pod.path, 'spec', 'volumes', index],
    what: 'volume',
  }));
  return [
    ...[...containers, ...volumes].flatMap(({ name, path, what }) =>
      isDnsLabel(name)
        ? []
        : {
            path: [...path, 'name'],
            message: `${what} name "${name}" is no DNS label. ${refused}`,
            hint: 'Take at most 63 lower-case letters, digits and "-", a letter or digit first and last.',
          },
    ),
    ...all.flatMap(({ spec, path, name }) => {
      const image = textAt(spec, 'image') ?? '';
      if (image === '' || imageName.test(image)) return [];
      return {
        path: [...path, 'image'],
        message: `container ${name}: "${image}" is no image name. The kubelet does not start it (InvalidImageName)`,
        hint: 'Write HOST/PATH:TAG or HOST/PATH@sha256:DIGEST, the path in lower case.',
      };
    }),
    ...[containers, volumes].flatMap((parts) =>
      twice(
        parts,
        ({ name }) => name,
        (name) => `two ${parts[0]?.what ?? ''}s are called "${name}"`,
      ),
    ),
  ];
}

/** As github.com/distribution/reference reads it: host and port, path, tag, digest. */
const imageName =
  /^([\w.-]+(:\d+)?\/|\[[\da-fA-F:]+\](:\d+)?\/)?[a-z\d]+((\.|_|__|-+|\/)[a-z\d]+)*(:\w[\w.-]{0,127})?(@[A-Za-z][\w+.-]*:[\da-fA-F]{32,})?$/;

/** As Helm checks it when it installs. */
const helmName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function* releaseName({ release: { name } }: Subject): Iterable<Verdict> {
  if (name.length <= 53 && helmName.test(name)) return;
  yield {
    message: `Release "${name}" has ${name.length} characters; Helm takes at most 53 lower-case letters, digits, "-" and ".", and installs nothing`,
    hint: 'Set releaseName.',
  };
}
