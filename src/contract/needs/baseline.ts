/** The Pod Security Standard "baseline": what it shares with "restricted", and what it forbids less of. */
import { at, listAt, textAt } from '../../kubernetes/data.ts';
import { containerRule, podRule, type Flaw, type PodRule } from '../hardening/container-rule.ts';
import { podSecurityRules } from '../hardening/pod-security.ts';

const shared: readonly string[] = [
  'hardening/host-access',
  'hardening/host-ports',
  'hardening/sysctls',
  'hardening/proc-mount',
];

const facts = (id: string) =>
  ({ id, title: 'Pods keep to the baseline standard', why: '', severity: 'error' }) as const;

const capabilities: readonly unknown[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

const containers = containerRule(facts('baseline/containers'), function* ({ spec }): Iterable<Flaw> {
  const context = at(spec, 'securityContext');
  const path = ['securityContext'];
  if (at(context, 'privileged') === true)
    yield { path, message: 'privileged is true', hint: 'Remove privileged.' };
  const added = listAt(context, 'capabilities', 'add').filter((name) => !capabilities.includes(name));
  if (added.length > 0)
    yield { path, message: `capabilities ${JSON.stringify(added)} are added`, hint: 'Remove them.' };
  if (textAt(context, 'seccompProfile', 'type') === 'Unconfined')
    yield { path, message: 'seccompProfile.type is Unconfined', hint: 'Use RuntimeDefault.' };
});

const pods = podRule(facts('baseline/pods'), function* ({ spec }): Iterable<Flaw> {
  for (const [index, volume] of listAt(spec, 'volumes').entries()) {
    if (at(volume, 'hostPath') === undefined) continue;
    const message = `volume ${textAt(volume, 'name') ?? ''} is a hostPath`;
    yield { path: ['volumes', index], message, hint: 'Use a claim, an emptyDir, a Secret or a ConfigMap.' };
  }
  if (textAt(spec, 'securityContext', 'seccompProfile', 'type') === 'Unconfined')
    yield {
      path: ['securityContext'],
      message: 'seccompProfile.type is Unconfined',
      hint: 'Use RuntimeDefault.',
    };
});

export const baselineRules: readonly PodRule[] = [
  ...podSecurityRules.filter(({ id }) => shared.includes(id)),
  containers,
  pods,
];
