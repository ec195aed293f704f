/** The provisioner’s pod and Service: probes, selectors, mounts, values. */
import { at, type DataPath, isMap, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Subject, Verdict } from '../../rule.ts';
import { strays } from '../../rules/namespace.ts';
import { notPassedOn, otherThanValue, type PassedOn } from '../../rules/passed-on.ts';
import { said } from '../../rules/said.ts';
import { deadPorts, selectorFlaws } from '../../rules/service.ts';
import { otherTag } from '../../rules/tag.ts';
import { mountsOf, nameOf, podPortsOf, repositoryOf, variableOf } from '../../rules/workload.ts';
import { isOn, type Provisioner, type ProvisionerRender, rule } from './provisioner-render.ts';

const probes = rule(
  {
    id: 'ksml-provisioner/probes',
    title: 'Probes ask a port of the container, in a way that the server answers',
    why: 'Basic auth answers an HTTP probe with 401 and TLS does not answer plain HTTP at all: the pods restart for ever. Ask the port by tcpSocket.',
    severity: 'error',
  },
  function* (render) {
    for (const one of render.provisioners) {
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
        yield* probeFlaws(one, probe, render);
    }
  },
);

function* probeFlaws(
  one: Provisioner,
  probe: string,
  { root, values, subject }: ProvisionerRender,
): Iterable<Verdict> {
  const { object, container, pod } = one;
  const found = at(container.spec, probe);
  const path = [...container.path, probe];
  const place = { object, path, value: [...root, probe] as DataPath };
  const hint = `Set ${probe}.tcpSocket.port: http.`;
  if (!isMap(found)) {
    if (!isMap(at(values, probe))) return;
    yield { ...place, message: `${nameOf(one)} has no ${probe}, and the values have one`, hint };
    return;
  }
  const port = at(found, 'tcpSocket', 'port') ?? at(found, 'httpGet', 'port');
  const ports = podPortsOf(pod);
  const isThere = ports.some(({ name, number }) => port === name || port === number);
  if (port === undefined) {
    yield { ...place, message: `${nameOf(one)}: the ${probe} asks no port`, hint };
  } else if (!isThere) {
    const names = ports.map(({ name, number }) => name ?? said(number)).join(', ') || 'none';
    yield {
      ...place,
      message: `${nameOf(one)}: the ${probe} asks port ${said(port)}, and the container has ${names}`,
      hint,
    };
  }
  if (isThere) yield* otherThanValue(object, path, subject, place.value);
  if (!isMap(at(found, 'httpGet'))) return;
  const isTls = variableOf(container, 'SERVER_TLS_CERTIFICATE') !== undefined;
  if (isOn(container, 'BASIC_AUTH_ENABLED')) {
    yield {
      ...place,
      message: `${nameOf(one)}: the ${probe} asks by HTTP without a password, and the server wants one`,
      hint,
    };
  } else if (isTls && textAt(found, 'httpGet', 'scheme') !== 'HTTPS') {
    yield {
      ...place,
      message: `${nameOf(one)}: the ${probe} asks by plain HTTP, and the server speaks TLS`,
      hint,
    };
  }
}

const fields: readonly PassedOn[] = [
  { value: ['image', 'pullPolicy'], of: 'container', field: 'imagePullPolicy' },
  { value: ['resources'], of: 'container', field: 'resources' },
  { value: ['securityContext'], of: 'container', field: 'securityContext' },
  { value: ['podSecurityContext'], of: 'pod', field: 'securityContext' },
  { value: ['imagePullSecrets'], of: 'pod', field: 'imagePullSecrets' },
  { value: ['nodeSelector'], of: 'pod', field: 'nodeSelector' },
  { value: ['tolerations'], of: 'pod', field: 'tolerations' },
  { value: ['affinity'], of: 'pod', field: 'affinity' },
  { value: ['volumes'], of: 'pod', field: 'volumes' },
  { value: ['volumeMounts'], of: 'container', field: 'volumeMounts' },
  { value: ['env'], of: 'container', field: 'env' },
  { value: ['podAnnotations'], of: 'metadata', field: 'annotations' },
  { value: ['podLabels'], of: 'metadata', field: 'labels' },
  { value: ['replicaCount'], of: 'object', field: 'spec.replicas' },
];

const wiring = rule(
  {
    id: 'ksml-provisioner/wiring',
    title: 'The Service leads to the provisioner, mounts have their volumes, and the values reach the pod',
    why: 'A selector, port name, namespace or mount that does not fit leaves the API without an answer, or the pod without a start. Nothing in Helm compares them.',
    severity: 'error',
  },
  function* ({ provisioners, services, entrances, subject, root }) {
    yield* selectorFlaws(provisioners, services);
    for (const service of entrances) {
      yield* deadPorts(service, 'Give the Service’s targetPort the name of the container’s port.');
      yield* otherThanValue(service.object, ['spec', 'ports', 0, 'port'], subject, [
        ...root,
        'service',
        'port',
      ]);
      yield* otherThanValue(service.object, ['spec', 'type'], subject, [...root, 'service', 'type']);
    }
    if (provisioners.length > 0 && entrances.length === 0) {
      yield {
        value: [...root, 'service'],
        message: 'no Service of the release leads to the provisioner, so nobody reaches its API',
        hint: 'Render the chart’s Service.',
      };
    }
    const names = provisioners.map(({ account }) => account.name);
    const accounts = subject.objects.filter(
      ({ kind, name }) => kind === 'ServiceAccount' && names.includes(name),
    );
    yield* strays(
      [...provisioners, ...entrances, ...accounts.map((object) => ({ object }))].map(({ object }) => object),
      subject,
    );
    for (const one of provisioners) {
      yield* notPassedOn(one, subject, fields, root);
      yield* podFlaws(one, subject, root);
    }
  },
);

function* podFlaws(one: Provisioner, { values: all, chart }: Subject, root: DataPath): Iterable<Verdict> {
  const { object, container } = one;
  for (const { volume, source, path, mountPath } of mountsOf(one)) {
    if (source !== null) continue;
    const message = `${nameOf(one)}: ${mountPath} is volume ${volume}, which the pod does not have, so the API server refuses it`;
    yield {
      object,
      path,
      value: [...root, 'volumes'],
      message,
      hint: `Add a volume named ${volume}, or remove the mount.`,
    };
  }
  const value = [...root, 'image'];
  const repository = textAt(all, ...value, 'repository');
  if (repository === undefined || repository.split('@')[0] === repositoryOf(container)) {
    yield* otherTag(one, { image: at(all, ...value) ?? null, value, chart });
  } else {
    const message = `${nameOf(one)}: the image is not of the repository ${repository}, which the values name`;
    yield {
      object,
      path: [...container.path, 'image'],
      value: [...value, 'repository'],
      message,
      hint: 'Let the template write the repository of the values.',
    };
  }
}

export const podRules: readonly Rule[] = [probes, wiring];
