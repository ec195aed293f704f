/**
 * What the API server refuses, read from its own words: they reach us inside of what Helm says, and inside of events, where their structure is lost. The
 * forms are those of k8s.io/apimachinery (`NewForbidden`, `NewInvalid`, …) and of the admission plugins of kube-apiserver 1.25-1.34.
 */
import { cut } from './said.ts';
import type { CauseId } from './trouble.ts';

export interface Refusal {
  readonly cause: CauseId;
  /** As it is named there: `Deployment`, `deployments`, or a qualified `deployments.apps`; null if it is not. */
  readonly kind: string | null;
  readonly name: string | null;
  readonly namespace: string | null;
  /** One sentence without the object: what was refused, by whom. */
  readonly message: string;
  /** Instead of the hint of the cause. */
  readonly hint?: string;
}

interface Form {
  readonly cause: CauseId;
  readonly pattern: RegExp;
  readonly say: (found: Readonly<Record<string, string | undefined>>) => string;
  readonly hint?: string;
}

const object = String.raw`(?<kind>[\w.-]+) "(?<name>[^"]*)"`;

/** The first that fits tells: the more special ones come first. */
const forms: readonly Form[] = [
  {
    cause: 'webhook',
    pattern: /admission webhook "(?<by>[^"]+)" denied the request(?:: (?<why>[^]*)| without explanation)/,
    say: ({ by, why }) => `admission webhook ${by} refuses it: ${why ?? 'it does not say why'}`,
    hint: 'change what the webhook refuses, or ask who runs it for an exception',
  },
  {
    cause: 'webhook',
    pattern: /failed calling webhook "(?<by>[^"]+)": (?<why>[^]*)/,
    say: ({ by, why }) => `admission webhook ${by} does not answer: ${why}`,
    hint: 'bring the webhook back (its Service and pods), or ask who runs it: while it does not answer, the API server refuses',
  },
  {
    cause: 'webhook',
    pattern: new RegExp(
      `(?:${object} is forbidden: )?ValidatingAdmissionPolicy '(?<by>[^']+)'(?: with binding '[^']+')? denied request: (?<why>[^]*)`,
    ),
    say: ({ by, why }) => `admission policy ${by} refuses it: ${why}`,
    hint: 'change what the policy refuses, or ask who keeps it for an exception',
  },
  {
    cause: 'pod-security',
    pattern: new RegExp(`(?:${object} is forbidden: )?violates PodSecurity "(?<level>[^"]+)": (?<why>[^]*)`),
    say: ({ level, why }) => `the pod security level of its namespace (${level}) refuses it: ${why}`,
  },
  {
    cause: 'quota',
    pattern: new RegExp(
      `(?:${object} is forbidden: )?exceeded quota: (?<by>[^,]+), requested: (?<asked>.+?), used: (?<used>.+?), limited: (?<most>[^\\n]+)`,
    ),
    say: ({ by, asked, used, most }) =>
      `quota ${by} is exceeded: ${asked} more is asked for, ${used} is used, ${most} is allowed`,
  },
  {
    cause: 'quota',
    pattern: new RegExp(
      `(?:${object} is forbidden: )?failed quota: (?<by>[^:]+): must specify (?<why>[^\\n]+)`,
    ),
    say: ({ by, why }) => `quota ${by} demands of every container to specify ${why}`,
    hint: 'set resources.requests and resources.limits of all its containers',
  },
  {
    cause: 'quota',
    pattern: new RegExp(
      `(?:${object} is forbidden: )?(?<why>\\[?(?:maximum|minimum) [\\w./-]+ usage per [^\\n]+|\\[?[\\w./-]+ max limit to request ratio per [^\\n]+)`,
    ),
    say: ({ why }) => `a LimitRange of the namespace refuses it: ${why}`,
    hint: 'set resources.requests and resources.limits within the LimitRange of the namespace',
  },
  {
    cause: 'service-account',
    pattern: new RegExp(
      `(?:${object} is forbidden: )?error looking up service account (?<where>[^:\\s]+): serviceaccounts? "[^"]*" not found`,
    ),
    say: ({ where }) => `there is no ServiceAccount ${where}`,
  },
  {
    cause: 'name-taken',
    pattern:
      /(?<kind>\w+) "(?<name>[^"]+)" in namespace "(?<namespace>[^"]*)" exists and cannot be imported into the current release: invalid ownership metadata(?:; (?<why>[^\n]*))?/,
    say: ({ why }) => `it exists, and belongs to somebody else${ownerIn(why ?? '')}`,
  },
  {
    cause: 'name-taken',
    pattern: /cannot re-use a name that is still in use/,
    say: () => 'Helm has a release of this name already, which is not in the state of this stack',
    hint: 'if it is this one, set `adopt: true` on the release in deploy.yaml; else give it another name',
  },
  {
    cause: 'name-taken',
    pattern: new RegExp(`${object} already exists`),
    say: () => 'it exists already',
    hint: 'delete it if it is not needed any more; of a hook, `helm.sh/hook-delete-policy: before-hook-creation` has Helm do so each time',
  },
  {
    cause: 'unreachable',
    pattern: /Kubernetes cluster unreachable: (?<why>[^]*)/,
    say: ({ why }) => `Helm did not reach the API server: ${why}`,
  },
  {
    cause: 'missing-kind',
    pattern:
      /(?:resource mapping not found for name: "(?<name>[^"]*)" namespace: "(?<namespace>[^"]*)" from "[^"]*": )?no matches for kind "(?<kind>[^"]+)" in version "(?<by>[^"]+)"/,
    say: ({ kind, by }) => `the API server knows no kind ${kind} in ${by}`,
  },
  {
    cause: 'forbidden',
    pattern: new RegExp(
      `(?:(?:${object}|(?<kind2>[\\w.-]+)) is forbidden: )?User "(?<by>[^"]+)" cannot (?<verb>\\w+) resource "(?<what>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]*)"| at the cluster scope)?`,
    ),
    say: ({ by, verb, what, group, namespace }) =>
      `${by} may not ${verb} ${what}${group === '' ? '' : `.${group}`}${namespace === undefined ? ' in the whole cluster' : ` in namespace ${namespace}`}`,
  },
  {
    cause: 'forbidden',
    pattern: new RegExp(`${object} is forbidden: (?<why>(?:user|attempting to grant)[^\\n]*)`),
    say: ({ why }) => `it may not be made: ${why}`,
  },
  {
    cause: 'missing-namespace',
    pattern: /namespaces? "(?<by>[^"]+)" not found/,
    say: ({ by }) => `there is no namespace ${by}`,
  },
  {
    cause: 'missing-namespace',
    pattern: /unable to create new content in namespace (?<by>\S+) because it is being terminated/,
    say: ({ by }) => `namespace ${by} is being deleted`,
    hint: 'wait until it is gone, and run `k8s-deploy up` again; if it does not go, `kubectl get namespace NAME -o yaml` says what it waits for',
  },
  {
    cause: 'immutable-field',
    pattern: new RegExp(
      `${object} is invalid: (?<why>[^]*?(?:field is immutable|updates to \\w+ spec for fields other than|may not change once set|pod updates may not change fields)[^\\n]*)`,
    ),
    say: ({ why }) => `it cannot be changed in this way: ${why}`,
  },
  {
    cause: 'invalid',
    pattern: new RegExp(`${object} is invalid: (?<why>[^]*)`),
    say: ({ why }) => `the API server refuses it: ${why}`,
  },
  {
    cause: 'invalid',
    pattern: new RegExp(`${object} is forbidden: (?<why>[^]*)`),
    say: ({ why }) => `the API server refuses it: ${why}`,
    hint: 'change what it refuses in the values of the release',
  },
  {
    cause: 'invalid',
    pattern:
      /(?:(?<kind>\w+) in version "[^"]+" cannot be handled as a \w+: |unable to decode "": )(?<why>[^]*)/,
    say: ({ why }) => `the API server cannot read it: ${why}`,
  },
];

/** Characters of a text that are looked at: what is longer was made to take time. */
const longest = 4000;

/** Null if it is no refusal that is known. */
export function refusalIn(whole: string): Refusal | null {
  const text = whole.slice(0, longest);
  for (const { cause, pattern, say, hint } of forms) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found: Readonly<Record<string, string | undefined>> = match.groups ?? {};
    const { kind, kind2, name, namespace } = found;
    return {
      cause,
      kind: kind ?? kind2 ?? null,
      name: name === undefined || name === '' ? null : name,
      namespace: namespace === undefined || namespace === '' ? null : namespace,
      message: oneSentence(say(found)),
      ...(hint === undefined ? {} : { hint }),
    };
  }
  return null;
}

/** ` (release "shop")`, where it is said. */
function ownerIn(why: string): string {
  const owner = /"meta\.helm\.sh\/release-name" must equal "[^"]*": current value is "(?<owner>[^"]+)"/.exec(
    why,
  );
  const name = owner?.groups?.['owner'];
  return name === undefined ? ' (no release of Helm)' : ` (release ${name})`;
}

/** Without the stops that Go puts behind errors. */
function oneSentence(text: string): string {
  return cut(text.trim().replace(/[\s:;,.]+$/, ''));
}
