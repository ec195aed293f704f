/**
 * The Pod Security Standard "restricted", which a namespace enforces by the label pod-security.kubernetes.io/enforce:
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
import { at, isMap, listAt, numberAt, textAt, type DataMap } from '../../kubernetes/data.ts';
import { containerRule, podRule, type Flaw, type PodRule } from './container-rule.ts';

const refused = 'A namespace that enforces the restricted Pod Security Standard refuses such pods.';

const hostAccess = podRule(
  {
    id: 'hardening/host-access',
    title: 'Pods stay out of the namespaces of their node',
    why: `Who breaks out of the container, or only into it, sees and reaches what runs beside it. ${refused}`,
    severity: 'error',
  },
  function* ({ spec }): Iterable<Flaw> {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
      if (at(spec, field) === true) {
        yield { path: [field], message: `${field} is true`, hint: `Remove ${field}.` };
      }
    }
  },
);

const hostPorts = containerRule(
  {
    id: 'hardening/host-ports',
    title: 'Containers take no ports of their node',
    why: `Such a port bypasses Services and network policies, and only one pod of a node can have it. ${refused}`,
    severity: 'error',
  },
  function* ({ spec }): Iterable<Flaw> {
    for (const [index, port] of listAt(spec, 'ports').entries()) {
      const hostPort = numberAt(port, 'hostPort') ?? 0;
      if (hostPort === 0) continue;
      const path = ['ports', index, 'hostPort'];
      yield {
        path,
        message: `it takes port ${hostPort} of the node`,
        hint: 'Remove hostPort and use a Service.',
      };
    }
  },
);

/** Besides `name`, a volume has one field, which is its type. */
const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const volumes = podRule(
  {
    id: 'hardening/volumes',
    title: 'Volumes are of types that don’t reach into the node',
    why: `A hostPath shows the node's files, and network volumes bypass storage classes. ${refused}`,
    severity: 'error',
  },
  function* ({ spec }): Iterable<Flaw> {
    for (const [index, volume] of listAt(spec, 'volumes').entries()) {
      const types = Object.keys(isMap(volume) ? volume : {}).filter((field) => field !== 'name');
      for (const type of types.filter((name) => !volumeTypes.has(name))) {
        yield {
          path: ['volumes', index, type],
          message: `volume ${textAt(volume, 'name') ?? ''} is a ${type}`,
          hint: 'Use a claim, an emptyDir, a Secret or a ConfigMap.',
        };
      }
    }
  },
);

/** What counts for a container: its own setting, else the pod's. */
const setting = (container: DataMap, pod: DataMap, ...field: string[]) =>
  at(container, 'securityContext', ...field) ?? at(pod, 'securityContext', ...field);

const nonRoot = containerRule(
  {
    id: 'hardening/non-root',
    title: 'Containers don’t run as root',
    why: `Root in a container is root on the node once something lets it out. ${refused}`,
    severity: 'error',
  },
  function* ({ spec, pod }): Iterable<Flaw> {
    const path = ['securityContext'];
    if (setting(spec, pod.spec, 'runAsNonRoot') !== true) {
      const hint = 'Set securityContext.runAsNonRoot: true on the pod or the container.';
      yield { path, message: 'runAsNonRoot is not true', hint };
    }
    if (setting(spec, pod.spec, 'runAsUser') === 0) {
      yield { path, message: 'runAsUser is 0, which is root', hint: 'Use a user id above 0.' };
    }
  },
);

const privileges = containerRule(
  {
    id: 'hardening/privileges',
    title: 'Containers have no privileges, cannot get any, and drop all capabilities',
    why: `A setuid program or a kernel capability is the usual way from a foothold to the node. ${refused}`,
    severity: 'error',
  },
  function* ({ spec }): Iterable<Flaw> {
    const context = at(spec, 'securityContext');
    if (at(context, 'privileged') === true) {
      const hint = 'Remove privileged.';
      yield { path: ['securityContext', 'privileged'], message: 'privileged is true', hint };
    }
    if (at(context, 'allowPrivilegeEscalation') !== false) {
      const message = 'allowPrivilegeEscalation is not false';
      const hint = 'Set securityContext.allowPrivilegeEscalation: false.';
      yield { path: ['securityContext'], message, hint };
    }
    if (!listAt(context, 'capabilities', 'drop').includes('ALL')) {
      const message = 'capabilities.drop does not have ALL';
      yield { path: ['securityContext'], message, hint: 'Set securityContext.capabilities.drop: [ALL].' };
    }
    const added = listAt(context, 'capabilities', 'add').filter((name) => name !== 'NET_BIND_SERVICE');
    if (added.length > 0) {
      const message = `capabilities ${JSON.stringify(added)} are added`;
      const hint = 'Only NET_BIND_SERVICE may be added.';
      yield { path: ['securityContext', 'capabilities', 'add'], message, hint };
    }
  },
);

const confined: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

const seccomp = containerRule(
  {
    id: 'hardening/seccomp',
    title: 'Containers run under a seccomp profile',
    why: `Without one the whole kernel interface is open to them. ${refused}`,
    severity: 'error',
  },
  function* ({ spec, pod }): Iterable<Flaw> {
    const profile = setting(spec, pod.spec, 'seccompProfile', 'type');
    if (!confined.includes(profile)) {
      yield {
        path: ['securityContext'],
        message:
          typeof profile === 'string'
            ? `seccompProfile.type is ${profile}`
            : 'no seccompProfile on the container or the pod',
        hint: 'Set securityContext.seccompProfile.type: RuntimeDefault on the pod.',
      };
    }
  },
);

const safeSysctls: readonly unknown[] = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

const sysctls = podRule(
  {
    id: 'hardening/sysctls',
    title: 'Pods set no sysctls that their node shares',
    why: `An unsafe sysctl changes the kernel for everything on the node. ${refused}`,
    severity: 'error',
  },
  function* ({ spec }): Iterable<Flaw> {
    for (const [index, sysctl] of listAt(spec, 'securityContext', 'sysctls').entries()) {
      const name = textAt(sysctl, 'name');
      if (!safeSysctls.includes(name)) {
        const path = ['securityContext', 'sysctls', index];
        yield { path, message: `sysctl ${name ?? ''} is not a safe one`, hint: 'Remove it.' };
      }
    }
  },
);

const procMount = containerRule(
  {
    id: 'hardening/proc-mount',
    title: 'The parts of /proc that show the node stay masked',
    why: `Unmasked, they show and change the kernel of the node. ${refused}`,
    severity: 'error',
  },
  function* ({ spec }): Iterable<Flaw> {
    const mount = textAt(spec, 'securityContext', 'procMount') ?? 'Default';
    if (mount === 'Default') return;
    const path = ['securityContext', 'procMount'];
    yield { path, message: `procMount is ${mount}`, hint: 'Remove procMount.' };
  },
);

export const podSecurityRules: readonly PodRule[] = [
  hostAccess,
  hostPorts,
  volumes,
  nonRoot,
  privileges,
  seccomp,
  sysctls,
  procMount,
];
