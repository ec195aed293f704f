/** Secrets where everybody with `get configmaps` or `get pods` reads them. */
import { at, isMap, listAt, mapAt, textAt } from '../../kubernetes/data.ts';
import { containersOf, podTemplatesIn } from '../../kubernetes/pods.ts';
import type { Rule, Violation } from '../../systems/rule.ts';

/** Forms that are secrets wherever they stand. */
const forms: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'$]{0,64}:(?!\$[{(])[^\s/@"'<>*]{1,128}@/i],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36,}/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['a JSON Web Token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
];

/** Names whose value is one, unless it says where the secret is. */
const secretName =
  /(?:^|[_.-])(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|credentials?)$/i;
const isReference = /^(?:\s*|[/~.].*|\$[({].*[)}]|[a-z]+:\/\/\S*|true|false|\d{1,6}|<[^>]*>)$/s;

const hint = 'Put it into a Secret, and refer to it.';

/** What kind of secret stands there; null if none does. The text itself is never repeated. */
function secretIn(name: string, text: string): string | null {
  const form = forms.find(([, pattern]) => pattern.test(text));
  if (form !== undefined) return form[0];
  return secretName.test(name) && !isReference.test(text) ? 'what its name calls a secret' : null;
}

const configMaps: Rule = {
  id: 'hardening/secret-in-config',
  title: 'ConfigMaps hold no secrets',
  why: 'ConfigMaps are readable by far more people and programs than Secrets, and are neither encrypted nor masked.',
  severity: 'error',
  *check({ objects }) {
    for (const object of objects.filter(({ kind }) => kind === 'ConfigMap')) {
      for (const [key, text] of Object.entries(mapAt(object.manifest, 'data'))) {
        const kind = typeof text === 'string' ? secretIn(key, text) : null;
        if (kind === null) continue;
        yield { object, path: ['data', key], message: `data["${key}"] holds ${kind}`, hint };
      }
    }
  },
};

const environment: Rule = {
  id: 'hardening/secret-in-env',
  title: 'Environment variables take secrets from Secrets',
  why: 'A literal stands in the pod’s manifest, in Helm’s release record and in every `kubectl describe`.',
  severity: 'error',
  *check({ objects }) {
    for (const { pod, spec, path, name } of podTemplatesIn(objects).flatMap(containersOf)) {
      for (const [index, variable] of listAt(spec, 'env').entries()) {
        const text = isMap(variable) ? at(variable, 'value') : undefined;
        const variableName = textAt(variable, 'name') ?? '';
        const kind = typeof text === 'string' ? secretIn(variableName, text) : null;
        if (kind === null) continue;
        yield {
          object: pod.object,
          path: [...path, 'env', index, 'value'],
          message: `container ${name}: ${variableName} holds ${kind}`,
          hint,
        } satisfies Violation;
      }
    }
  },
};

export const secretRules: readonly Rule[] = [configMaps, environment];
