/** What the API server takes as a name, a label and a key, from `k8s.io/apimachinery/pkg/util/validation`. */

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Kinds whose names become a DNS label, and may not hold dots. */
const labelNamed = new Map([
  ['Namespace', dnsLabel],
  ['Service', /^[a-z]([-a-z0-9]*[a-z0-9])?$/], // up to Kubernetes 1.33 it starts with a letter
]);

/** Kinds whose names are only a part of a path. */
const pathNamed = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);

/** Names that Kubernetes extends and then uses as a label value, so that longer ones make no pods. */
const longest = new Map<string, readonly [number, string]>([
  ['CronJob', [52, 'its Jobs add eleven']],
  ['Job', [63, 'it is a label of its pods']],
  ['StatefulSet', [52, 'with the hash of a revision it is a label of its pods']],
]);

/** What is wrong with the name of an object of this kind, or null. */
export function objectNameProblem(kind: string, name: string): string | null {
  if (name === '') return 'has no name';
  if (pathNamed.has(kind))
    return name === '.' || name === '..' || /[/%]/.test(name) ? 'may not hold "/" or "%"' : null;
  const label = labelNamed.get(kind);
  if (label !== undefined) {
    if (name.length > 63) return `has ${name.length} characters; a ${kind} takes 63`;
    return label.test(name) ? null : 'takes lower-case letters, digits and "-", from a letter on';
  }
  const problem = subdomainProblem(name);
  if (problem !== null) return problem;
  const [most, why] = longest.get(kind) ?? [253, ''];
  return name.length > most ? `has ${name.length} characters; a ${kind} takes ${most}: ${why}` : null;
}

function subdomainProblem(name: string): string | null {
  if (name.length > 253) return `has ${name.length} characters of at most 253`;
  return name.split('.').every((part) => dnsLabel.test(part))
    ? null
    : 'takes lower-case letters, digits, "-" and ".", a letter or digit first and last';
}

/** Of containers, volumes and ports of a Service. */
export const isDnsLabel = (text: string): boolean => text.length <= 63 && dnsLabel.test(text);

/** Of a container's port, and of a targetPort (IANA service name): a letter in it, and at most 15 characters. */
export const isPortName = (text: string): boolean =>
  text.length <= 15 && dnsLabel.test(text) && /[a-z]/.test(text) && !text.includes('--');

/** Key of a label or an annotation: a name of at most 63 characters, with a DNS prefix or without. */
export function qualifiedNameProblem(key: string): string | null {
  const [name = '', prefix, ...more] = key.split('/').toReversed();
  if (more.length > 0) return 'has more than one "/"';
  if (prefix !== undefined && subdomainProblem(prefix) !== null) return 'has a prefix that is no DNS name';
  if (name.length > 63) return `has ${name.length} characters of at most 63`;
  return qualifiedPart.test(name)
    ? null
    : 'takes letters, digits, "-", "_" and ".", a letter or digit first and last';
}

export function labelValueProblem(value: string): string | null {
  if (value.length > 63) return `has ${value.length} characters of at most 63`;
  return value === '' || qualifiedPart.test(value)
    ? null
    : 'takes letters, digits, "-", "_" and ".", a letter or digit first and last';
}

/** Key in the data of a Secret or ConfigMap. */
export const isDataKey = (key: string): boolean =>
  key.length <= 253 && /^[-._A-Za-z0-9]+$/.test(key) && key !== '.' && !key.startsWith('..');

/** Since 1.32 all printable ASCII but "="; before, letters, digits, "-", "_" and ".", not from a digit on. */
export const isEnvironmentName = (name: string, minorVersion: number): boolean =>
  minorVersion >= 32 ? /^[\x20-\x3c\x3e-\x7e]+$/.test(name) : /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(name);
