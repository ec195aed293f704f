/** Which variable reads which key of which Secret. */
import { at, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { secretKeyOf } from '../../rules/secret-key.ts';
import { hasUnknownVariables, nameOf, variableOf, type Workload } from '../../rules/workload.ts';
import { rule, type ControlPlane } from './control-plane.ts';
import { contentOf, credentials, givenBy, needs, type Credential } from './credential.ts';

export const wiringRule: Rule = rule(
  {
    id: 'leoflow/credentials',
    title:
      'Server and migration read each credential by its variable, from its own key of the Secret that the values name',
    why: 'The server knows its credentials by these variables only. One that reads another Secret or another key starts with the wrong password or not at all, and one that stands in the manifest can be read by everybody who may see Deployments.',
    severity: 'error',
  },
  function* (plane) {
    for (const [workload, credential] of needs(plane)) yield* misread(plane, workload, credential);
    yield* mixedUp(plane);
  },
);

/** That the chart's own Secret holds under a key what the value of another credential says. Neither is ever shown. */
function* mixedUp({ subject, servers }: ControlPlane): Iterable<Verdict> {
  for (const server of servers) {
    for (const credential of credentials) {
      const { key: name, inline: path, hint } = credential;
      const content = contentOf(credential, server, subject);
      const value = at(subject.values, ...path);
      const isOwn =
        givenBy(credential, subject) === path && content?.text !== null && content?.text !== undefined;
      if (!isOwn || typeof value !== 'string' || value === content.text) continue;
      const message = `${content.place}: it does not hold what the value ${path.join('.')} says`;
      yield {
        value: path,
        message,
        hint: `Let the template write .Values.${path.join('.')} under ${name}; or use the option. ${hint}`,
      };
    }
  }
}

function* misread(
  { subject, servers }: ControlPlane,
  workload: Workload,
  credential: Credential,
): Iterable<Verdict> {
  const { variable: name, key: wanted, existing } = credential;
  const variable = variableOf(workload.container, name);
  const given = givenBy(credential, subject);
  const place = { object: workload.object, value: given ?? existing };
  if (variable === undefined) {
    const isOthers = credential.isRequired && servers.includes(workload); // LF-1 and LF-2 say so
    if (isOthers || given === null || hasUnknownVariables(workload.container)) return;
    const message = `${nameOf(workload)} has no variable ${name}, though the value ${given.join('.')} is set`;
    const hint = `Let the template read ${name} from key ${wanted} of the Secret.`;
    yield { ...place, path: [...workload.container.path, 'env'], message, hint };
    return;
  }
  if (typeof variable.value === 'string' && variable.value !== '') {
    const message = `${nameOf(workload)}: ${name} stands in the manifest as plain text`;
    yield { ...place, path: [...variable.path, 'value'], message, hint: credential.hint };
  }
  const reference = secretKeyOf(variable, workload, subject);
  if (reference === null) return;
  const path = [...variable.path, 'valueFrom', 'secretKeyRef'];
  if (reference.key !== wanted) {
    const message = `${nameOf(workload)}: ${name} is read from key ${reference.key} of Secret ${reference.name}, and the chart keeps it under ${wanted}`;
    yield { ...place, path: [...path, 'key'], message, hint: `Write key: ${wanted}.` };
  }
  const asked = textAt(subject.values, ...existing) ?? '';
  const own = reference.secret?.object;
  const isOwn = own !== undefined && own !== null && subject.objects.includes(own);
  if (asked !== '' && reference.name !== asked) {
    const message = `${nameOf(workload)}: ${name} is read from Secret ${reference.name}, and the value ${existing.join('.')} names ${asked}`;
    yield {
      ...place,
      path: [...path, 'name'],
      message,
      hint: `Let the template name .Values.${existing.join('.')}.`,
    };
  } else if (asked === '' && reference.secret !== undefined && !isOwn) {
    const message = `${nameOf(workload)}: ${name} is read from Secret ${reference.name} (${reference.secret.by}), which no value names`;
    yield {
      ...place,
      path: [...path, 'name'],
      message,
      hint: `Let the template name the chart's own Secret, or set ${existing.join('.')}.`,
    };
  }
}
