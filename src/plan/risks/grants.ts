/** What rules of a Role allow, so that two sets of them can be compared. As the RBAC authorizer reads them (`pkg/apis/rbac/v1/evaluation_helpers.go`). */
import { listAt, type Data } from '../../kubernetes/data.ts';

/** To do one thing with one kind of resource. `names` empty: with all of them. */
export interface Grant {
  readonly group: string; // `apps`; empty for the core; `*` for all
  readonly resource: string; // `pods/exec`; a path for what is no resource
  readonly isPath: boolean; // a nonResourceURL, such as `/metrics`
  readonly names: readonly string[];
  readonly verb: string;
}

/** Of larger roles the rest is left out: nobody reads on, and wildcards make them needless. */
const most = 5000;

export function grantsOf(rules: readonly Data[]): Grant[] {
  const grants: Grant[] = [];
  for (const rule of rules) {
    const names = texts(rule, 'resourceNames').toSorted();
    for (const verb of texts(rule, 'verbs')) {
      for (const path of texts(rule, 'nonResourceURLs')) {
        grants.push({ group: '', resource: path, isPath: true, names: [], verb });
      }
      for (const group of texts(rule, 'apiGroups')) {
        for (const resource of texts(rule, 'resources')) {
          if (grants.length >= most) return grants;
          grants.push({ group, resource, isPath: false, names, verb });
        }
      }
    }
  }
  return grants;
}

/** Those that no single grant of `before` allows. */
export function addedGrants(before: readonly Grant[], after: readonly Grant[]): Grant[] {
  const byResource = Map.groupBy(before, ({ resource }) => resource);
  const wide = before.filter(({ resource }) => resource.includes('*'));
  return after.flatMap((grant) => {
    const candidates = [...(byResource.get(grant.resource) ?? []), ...wide];
    const names = grant.names.filter(
      (name) => !candidates.some((each) => allows(each, { ...grant, names: [name] })),
    );
    if (grant.names.length > 0) return names.length === 0 ? [] : [{ ...grant, names }];
    return candidates.some((each) => allows(each, grant)) ? [] : [grant];
  });
}

function allows(have: Grant, asked: Grant): boolean {
  if (have.isPath !== asked.isPath) return false;
  if (have.verb !== '*' && have.verb !== asked.verb) return false;
  if (have.isPath) {
    return have.resource.endsWith('*')
      ? asked.resource.startsWith(have.resource.slice(0, -1))
      : have.resource === asked.resource;
  }
  if (have.group !== '*' && have.group !== asked.group) return false;
  if (!allowsResource(have.resource, asked.resource)) return false;
  return (
    have.names.length === 0 ||
    (asked.names.length > 0 && asked.names.every((name) => have.names.includes(name)))
  );
}

/** A star stands for all, subresources too; a star and a subresource for that of all. */
function allowsResource(have: string, asked: string): boolean {
  if (have === '*' || have === asked) return true;
  const [, subresource] = /^\*\/(.+)$/.exec(have) ?? [];
  return subresource !== undefined && asked.endsWith(`/${subresource}`);
}

/** Why a grant leads to more than it says; null if it does not. */
export function danger({ group, resource, verb, isPath }: Grant): string | null {
  if (isPath) return null;
  const does = (...verbs: string[]): boolean => verb === '*' || verbs.includes(verb);
  const is = (inGroup: string, ...resources: string[]): boolean =>
    (group === '*' || group === inGroup) && (resource === '*' || resources.includes(resource));
  if (verb === '*' && resource === '*') return 'do everything';
  if (['escalate', 'bind'].includes(verb) && is(rbac, ...roles)) return 'give itself more rights';
  if (verb === 'impersonate') return 'act as somebody else';
  if (does('create', 'update', 'patch') && is(rbac, ...roles, ...bindings)) return 'change who may do what';
  if (does('get', 'list', 'watch') && is('', 'secrets')) return 'read Secrets';
  if (does('create', 'get') && is('', 'pods/exec', 'pods/attach')) return 'run commands in pods';
  if (does('create') && is('', 'serviceaccounts/token')) return 'get tokens of service accounts';
  if (does('create', 'get') && is('', 'nodes/proxy')) return 'reach the kubelets of nodes';
  if (does('create', 'update', 'patch') && is('admissionregistration.k8s.io', ...webhooks))
    return 'intercept what others create';
  return null;
}

const rbac = 'rbac.authorization.k8s.io';
const roles = ['roles', 'clusterroles'];
const bindings = ['rolebindings', 'clusterrolebindings'];
const webhooks = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];

/** `get, list secrets`, `* deployments.apps`, `get configmaps named settings`: one text for all verbs of a resource. */
export function grantTexts(grants: readonly Grant[]): string[] {
  const byTarget = Map.groupBy(grants, ({ group, resource, names }) => {
    const name = names.length === 0 ? '' : ` named ${names.join(', ')}`;
    return `${resource}${group === '' ? '' : `.${group}`}${name}`;
  });
  return [...byTarget].map(
    ([target, some]) => `${[...new Set(some.map(({ verb }) => verb))].join(', ')} ${target}`,
  );
}

const texts = (rule: Data, field: string): string[] =>
  listAt(rule, field).filter((item) => typeof item === 'string');
