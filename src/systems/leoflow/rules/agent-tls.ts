/** LF-5, LF-6 and LF-32: TLS between the agents in task pods and the server. */
import { X509Certificate } from 'node:crypto';
import { listAt, textAt } from '../../../kubernetes/data.ts';
import type { Provided, Rule, Verdict } from '../../rule.ts';
import { mountOf, nameOf, variableOf, type Workload } from '../../rules/workload.ts';
import { secretText } from '../../rules/secret-key.ts';
import { hostAndPort } from './address.ts';
import { rule, textOf, valueOf, type ControlPlane } from './control-plane.ts';

const files = { certificate: 'LEOFLOW_SERVER_GRPC_TLS_CERT', key: 'LEOFLOW_SERVER_GRPC_TLS_KEY' } as const;
const agentCa = 'LEOFLOW_EXECUTOR_AGENT_TLS_CA_CONFIGMAP';
export const agentAddress = 'LEOFLOW_EXECUTOR_AGENT_CONTROL_PLANE_ADDR';

const hasTls = ({ container }: Workload): boolean =>
  Object.values(files).some((name) => variableOf(container, name) !== undefined);

/** Where the agents' CA is: a name in the task namespace. Empty if it is off, or missing. */
export const agentCaOf = (server: Workload): string => textOf(server, agentCa) ?? '';

const complete = rule(
  {
    id: 'LF-5',
    title: 'With agent TLS the server has certificate and key, and the tasks have the CA that verifies them',
    why: 'The chart asks for the certificate only. Without the name of a ConfigMap with the CA, agents refuse the server’s certificate (x509: unknown authority) and every task hangs. Give agentTLS.certificate and agentTLS.ca in the stack file.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      if (hasTls(server) || valueOf(plane, ['agentTLS', 'enabled']) === true)
        yield* incomplete(plane, server);
    }
  },
);

function* incomplete(plane: ControlPlane, server: Workload): Iterable<Verdict> {
  const { object, container } = server;
  const secret = valueOf(plane, ['agentTLS', 'serverCertSecret']);
  for (const [what, name] of Object.entries(files)) {
    const file = textOf(server, name) ?? '';
    const value = ['agentTLS', 'serverCertSecret'];
    const path = variableOf(container, name)?.path ?? [...container.path, 'env'];
    const hint =
      'Give the option agentTLS.certificate, or the value agentTLS.serverCertSecret and a template that mounts it.';
    if (file === '') {
      const message = `${nameOf(server)}: ${name} does not say where the ${what} is, so agents cannot connect by TLS`;
      yield { object, path, value, message, hint };
      continue;
    }
    const source = mountOf(server, file)?.source;
    const mounted = textAt(source, 'secret', 'secretName');
    if (mounted === undefined) {
      const message = `${nameOf(server)}: ${name} is ${file}, and no Secret is mounted there, so the server does not start`;
      yield { object, path, value, message, hint };
    } else if (typeof secret === 'string' && secret !== '' && mounted !== secret) {
      const message = `${nameOf(server)}: ${file} comes from Secret ${mounted}, and the value agentTLS.serverCertSecret names ${secret}`;
      yield { object, path, value, message, hint };
    }
  }
  if (agentCaOf(server) === '') {
    const message = `${nameOf(server)}: ${agentCa} is empty, so task pods get no CA, their agents refuse the server, and tasks hang`;
    const hint = 'Give the option agentTLS.ca, or the value agentTLS.caConfigMap.';
    const path = variableOf(container, agentCa)?.path ?? [...container.path, 'env'];
    yield { object, path, value: ['agentTLS', 'caConfigMap'], message, hint };
  }
}

const edition = rule(
  {
    id: 'LF-6',
    title: 'The Pro edition has agent TLS',
    why: 'The chart marks every deployment as Pro, and Pro refuses to start when secrets would travel to the tasks in plain text. Other editions start, and whoever is in the network reads the secrets. Leave agentTLS.enabled out, and give certificate and CA.',
    severity: 'error',
  },
  function* ({ servers }) {
    for (const server of servers) {
      if (hasTls(server)) continue;
      const isPro = textOf(server, 'LEOFLOW_UI_EDITION') === 'pro';
      const path = [...server.container.path, 'env'];
      const message = isPro
        ? `${nameOf(server)} is of the Pro edition and has no agent TLS, so it refuses to start`
        : `${nameOf(server)} has no agent TLS, so secrets travel to the tasks in plain text`;
      const hint = 'Set the option agentTLS with certificate and ca, and leave enabled: false out.';
      const severity = isPro ? 'error' : 'warning';
      yield { object: server.object, path, value: ['agentTLS', 'enabled'], message, hint, severity };
    }
  },
);

const certificate = rule(
  {
    id: 'LF-32',
    title: 'The server’s certificate is in a Secret of type kubernetes.io/tls, for the name that agents dial',
    why: 'Agents verify the name that they dial, which is that of the Service. A certificate for another name makes every task hang. Issue it for <full name>.<namespace>.svc.cluster.local.',
    severity: 'error',
  },
  function* ({ servers, subject }) {
    for (const server of servers) {
      const file = textOf(server, files.certificate) ?? '';
      const name = textAt(mountOf(server, file)?.source, 'secret', 'secretName');
      if (file === '' || name === undefined) continue;
      const id = `Secret ${server.namespace}/${name}`;
      const found = subject.around.find('Secret', server.namespace, name);
      const path = variableOf(server.container, files.certificate)?.path;
      const value = ['agentTLS', 'serverCertSecret'];
      const hint =
        'Give the option agentTLS.certificate, or name a Secret of type kubernetes.io/tls, e.g. of cert-manager.';
      if (found === undefined) {
        const message = `${nameOf(server)} mounts ${id}, which nothing provides, so the pod does not start`;
        yield { object: server.object, path, value, message, hint };
        continue;
      }
      const keys = Object.values(files).flatMap((each) => textOf(server, each)?.split('/').at(-1) ?? []);
      const missing = keys.filter((key) => found.keys !== null && !found.keys.has(key));
      if (missing.length > 0) {
        const message = `${nameOf(server)} reads ${missing.join(' and ')} of ${id}, which has no such key, so the server does not start`;
        yield { object: server.object, path, value, message, hint };
      }
      if (found.keys === null) yield { notChecked: `the keys of ${id} (${found.by})` };
      const type = textAt(found.object?.manifest, 'type') ?? 'Opaque';
      if (found.object !== null && type !== 'kubernetes.io/tls') {
        const message = `${id} is of type ${type}, and certificates belong into kubernetes.io/tls`;
        yield { object: server.object, path, value, message, hint, severity: 'warning' };
      }
      yield* otherName(server, found, namesIn(found, subject.around.all('Certificate', server.namespace)));
    }
  },
);

/** That the certificate is for another name than the one which agents dial. */
function* otherName(
  server: Workload,
  { name }: Provided,
  names: readonly string[] | null,
): Iterable<Verdict> {
  const host = hostAndPort(textOf(server, agentAddress) ?? '')?.host;
  if (host === undefined) return; // LF-30 says so
  if (names === null) {
    yield { notChecked: `whether the certificate in Secret ${server.namespace}/${name} is for ${host}` };
  } else if (!names.some((each) => covers(each, host))) {
    yield {
      object: server.object,
      path: variableOf(server.container, agentAddress)?.path,
      value: ['agentTLS', 'serverCertSecret'],
      message: `agents dial ${host}, and the certificate in Secret ${server.namespace}/${name} is for ${names.join(', ') || 'no DNS name'}, so tasks hang`,
      hint: `Issue the certificate for ${host}.`,
    };
  }
}

/** DNS names of the certificate; `null` if nobody here knows them. cert-manager says them before there is one. */
function namesIn(secret: Provided, issued: readonly Provided[]): string[] | null {
  const request = issued.find(({ object }) => textAt(object?.manifest, 'spec', 'secretName') === secret.name);
  if (request?.object !== undefined && request.object !== null) {
    return listAt(request.object.manifest, 'spec', 'dnsNames').filter((name) => typeof name === 'string');
  }
  const names = namesOf(secretText({ name: secret.name, key: 'tls.crt', secret }) ?? '');
  return names === null || names.some((name) => name.endsWith('.invalid')) ? null : names; // placeholders end so (RFC 2606)
}

function namesOf(pem: string): string[] | null {
  try {
    const { subjectAltName = '' } = new X509Certificate(pem);
    return [...subjectAltName.matchAll(/DNS:([^,\s]+)/g)].flatMap(([, name]) => name ?? []);
  } catch {
    return null;
  }
}

/** A star stands for one label. */
const covers = (name: string, host: string): boolean =>
  name === host || (name.startsWith('*.') && host.slice(host.indexOf('.') + 1) === name.slice(2));

export const agentTlsRules: readonly Rule[] = [complete, edition, certificate];
