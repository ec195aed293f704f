/** LF-34, and what containers must be: hardened, probed, with ports and volumes where the rest expects them. */
import { at, numberAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { restrictedFlaws, severityIn } from '../../rules/restricted.ts';
import { mountsOf, nameOf, podPortsOf, type Workload } from '../../rules/workload.ts';
import { portIn } from './address.ts';
import { rule, shown, textOf } from './control-plane.ts';

const admitted = rule(
  {
    id: 'LF-34',
    title: 'Namespaces that enforce the restricted Pod Security Standard take the pods',
    why: 'The chart sets no seccompProfile, on the server nor on the migration, so a restricted namespace refuses both: the install fails at its first hook. The recipe sets podSecurityContext.seccompProfile and migrations.podSecurityContext.seccompProfile to RuntimeDefault.',
    severity: 'warning',
  },
  function* ({ servers, migrations, subject }) {
    for (const workload of [...servers, ...migrations]) {
      const flaws = restrictedFlaws(workload);
      if (flaws.length === 0) continue;
      const { object, pod, namespace } = workload;
      const value = [...(migrations.includes(workload) ? ['migrations'] : []), 'podSecurityContext'];
      const severity = severityIn(namespace, subject);
      const message = `${nameOf(workload)}: ${flaws.join(', ')}, so a namespace that enforces the restricted standard refuses it`;
      const hint = `Set the value ${value.join('.')}.seccompProfile.type: RuntimeDefault, and leave the rest of the security contexts as the chart has it.`;
      yield { object, path: [...pod.path, 'spec', 'securityContext'], value, message, hint, severity };
    }
  },
);

/** User of both images. */
const user = 65532;

const hardened = rule(
  {
    id: 'leoflow/security',
    title:
      'Server and migration run as user 65532, without privileges, and the migration on a read-only file system',
    why: 'Both images are made for this user. Another one cannot write logs, root reaches further than needed once something breaks out, and a volume without fsGroup belongs to root, so that the server cannot write into it.',
    severity: 'warning',
  },
  function* ({ servers, migrations }) {
    for (const workload of [...servers, ...migrations]) {
      const isJob = migrations.includes(workload);
      const flaws = [...userFlaws(workload), ...(isJob ? readOnlyFlaws(workload) : groupFlaws(workload))];
      const value = [...(isJob ? ['migrations'] : []), 'securityContext'];
      for (const [field, message] of flaws) {
        const path = [...workload.container.path, 'securityContext', field];
        const hint = `Leave ${value.join('.')} as the chart has it, and let the template write it.`;
        yield { object: workload.object, path, value, message: `${nameOf(workload)}: ${message}`, hint };
      }
    }
  },
);

type Flaw = readonly [field: string, message: string];

function* userFlaws({ pod, container: { spec } }: Workload): Iterable<Flaw> {
  const own = (field: string) => at(spec, 'securityContext', field);
  const runs = own('runAsUser') ?? at(pod.spec, 'securityContext', 'runAsUser');
  if (runs !== user) yield ['runAsUser', `runAsUser is ${shown(runs)}, expected ${user}`];
  const isNotRoot = own('runAsNonRoot') ?? at(pod.spec, 'securityContext', 'runAsNonRoot');
  if (isNotRoot !== true) yield ['runAsNonRoot', `runAsNonRoot is ${shown(isNotRoot)}, expected true`];
  if (own('privileged') === true) yield ['privileged', 'privileged is true'];
  if (own('allowPrivilegeEscalation') !== false) {
    yield [
      'allowPrivilegeEscalation',
      `allowPrivilegeEscalation is ${shown(own('allowPrivilegeEscalation'))}, expected false`,
    ];
  }
}

function* readOnlyFlaws({ container: { spec } }: Workload): Iterable<Flaw> {
  const found = at(spec, 'securityContext', 'readOnlyRootFilesystem');
  if (found !== true)
    yield ['readOnlyRootFilesystem', `readOnlyRootFilesystem is ${shown(found)}, expected true`];
}

function* groupFlaws(workload: Workload): Iterable<Flaw> {
  const hasClaim = mountsOf(workload).some(({ source }) => at(source, 'persistentVolumeClaim') !== undefined);
  if (!hasClaim || at(workload.pod.spec, 'securityContext', 'fsGroup') !== undefined) return;
  yield ['fsGroup', 'the pod has no fsGroup, so the volume of the logs may belong to root and take no logs'];
}

/** Probe: what it asks, at the port of the API. */
const probes = { readinessProbe: '/readyz', livenessProbe: '/healthz' } as const;

const probed = rule(
  {
    id: 'leoflow/probes',
    title: 'Readiness asks /readyz and liveness /healthz, at the HTTP port',
    why: 'A pod whose readiness asks something else gets traffic before it is ready or never; one whose liveness asks something else is restarted for ever, or never. /readyz includes PostgreSQL and Redis, so as a liveness probe it would restart every pod when they are away.',
    severity: 'error',
  },
  function* ({ servers }) {
    for (const server of servers) {
      for (const [field, expected] of Object.entries(probes)) yield* wrongProbe(server, field, expected);
    }
  },
);

function* wrongProbe(server: Workload, field: string, expected: string): Iterable<Verdict> {
  const { object, pod, container } = server;
  const probe = at(container.spec, field);
  const path = [...container.path, field];
  const hint = `Write ${field}: {httpGet: {path: ${expected}, port: http}}.`;
  if (probe === undefined || probe === null) {
    yield {
      object,
      path,
      message: `${nameOf(server)} has no ${field}, expected ${expected} at port http`,
      hint,
    };
    return;
  }
  const asks = at(probe, 'httpGet', 'path') ?? null;
  const port = at(probe, 'httpGet', 'port') ?? null;
  if (asks !== expected)
    yield {
      object,
      path: [...path, 'httpGet', 'path'],
      message: `${nameOf(server)}: ${field} asks ${shown(asks)}, expected ${expected}`,
      hint,
    };
  const http =
    podPortsOf(pod).find(({ name }) => name === 'http')?.number ??
    portIn(textOf(server, 'LEOFLOW_SERVER_HTTP_ADDR'));
  if (port !== 'http' && port !== http) {
    yield {
      object,
      path: [...path, 'httpGet', 'port'],
      message: `${nameOf(server)}: ${field} asks port ${shown(port)}, expected http`,
      hint,
    };
  }
  const [period, timeout] = [numberAt(probe, 'periodSeconds') ?? 10, numberAt(probe, 'timeoutSeconds') ?? 1];
  if (timeout > period) {
    yield {
      object,
      path: [...path, 'timeoutSeconds'],
      message: `${nameOf(server)}: ${field} waits ${timeout} s and asks every ${period} s`,
      hint: 'Let timeoutSeconds be no more than periodSeconds.',
      severity: 'warning',
    };
  }
}

export const podRules: readonly Rule[] = [admitted, probed, hardened];
