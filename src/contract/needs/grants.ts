/**
 * Roles and bindings may be written only by who has the rights that they grant, or the verbs `escalate` and `bind`:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping
 */
import { listAt, mapAt, type Data, type DataMap } from '../../kubernetes/data.ts';
import { groupOf } from '../../kubernetes/object-id.ts';
import type { ClusterFacts, Right } from './facts.ts';
import { need } from './judge.ts';
import { missing, ok, unknown, type Answer, type Need } from './need.ts';
import { askerOf, type Scene, type SceneObject } from './scene.ts';

const group = 'rbac.authorization.k8s.io';
const mostRights = 400; // of one role; each is a question

interface Grant {
  readonly object: SceneObject;
  /** The verb that allows it whatever the role grants. */
  readonly free: Right;
  /** Null if the role is none of the stack's, or grants what cannot be asked for one by one. */
  readonly granted: readonly Right[] | null;
}

export function grantsOf({ objects }: Scene): Grant[] {
  const own = objects.filter(({ id }) => groupOf(id.apiVersion) === group);
  return own.flatMap((object): Grant[] => {
    const { kind, namespace, name } = object.id;
    switch (kind) {
      case 'Role':
      case 'ClusterRole': {
        const free = { verb: 'escalate', group, resource: plural(kind), namespace, name };
        return [{ object, free, granted: rightsOf(object.manifest, namespace) }];
      }
      case 'RoleBinding':
      case 'ClusterRoleBinding': {
        const { kind: roleKind, name: roleName } = mapAt(object.manifest, 'roleRef');
        if (typeof roleKind !== 'string' || typeof roleName !== 'string') return [];
        const role = own.find(
          ({ id }) =>
            id.kind === roleKind &&
            id.name === roleName &&
            (id.namespace === null || id.namespace === namespace),
        );
        const free = { verb: 'bind', group, resource: plural(roleKind), namespace, name: roleName };
        return [{ object, free, granted: role === undefined ? null : rightsOf(role.manifest, namespace) }];
      }
      default:
        return [];
    }
  });
}

const plural = (kind: string): string => `${kind.toLowerCase()}s`;

const texts = (data: Data, key: string): string[] =>
  listAt(data, key).filter((text) => typeof text === 'string');

function rightsOf(role: DataMap, namespace: string | null): Right[] | null {
  const rules = listAt(role, 'rules');
  if (rules.some((rule) => texts(rule, 'nonResourceURLs').length > 0)) return null;
  const rights = rules.flatMap((rule) =>
    texts(rule, 'apiGroups').flatMap((apiGroup) =>
      texts(rule, 'resources').flatMap((resource) =>
        texts(rule, 'verbs').flatMap((verb) => {
          const right = { verb, group: apiGroup, resource, namespace };
          const names = texts(rule, 'resourceNames');
          return names.length === 0 ? [right] : names.map((name) => ({ ...right, name }));
        }),
      ),
    ),
  );
  return rights.length > mostRights ? null : rights;
}

export const grantRights = (grants: readonly Grant[]): Right[] =>
  grants.flatMap(({ free, granted }) => [free, ...(granted ?? [])]);

export const grantNeeds = (grants: readonly Grant[], { mayI }: ClusterFacts): Need[] =>
  grants.map((grant) => {
    const { object, free } = grant;
    const { kind, name } = object.id;
    const verb = free.verb === 'bind' ? 'bind' : 'grant';
    const what = `the rights that ${kind} ${name} ${free.verb === 'bind' ? 'binds' : 'grants'}, or to ${free.verb} ${free.resource}`;
    return need('right', 'error', { what, by: [askerOf(object)] }, answerTo(grant, mayI, verb));
  });

function answerTo({ free, granted }: Grant, mayI: ClusterFacts['mayI'], verb: string): Answer {
  const freely = mayI(free);
  if ('known' in freely && freely.known) return ok(`these credentials may ${free.verb} ${free.resource}`);
  const facts = granted?.map((right) => ({ right, fact: mayI(right) })) ?? null;
  const lacking = facts?.flatMap(({ right, fact }) => ('known' in fact && !fact.known ? right : [])) ?? [];
  if (lacking.length > 0) {
    const shown = [...new Set(lacking.map(rightText))];
    const more = shown.length > 5 ? ` and ${shown.length - 5} more` : '';
    return missing(
      `these credentials lack ${shown.slice(0, 5).join(', ')}${more}, and nobody may ${verb} what they do not have`,
      `Give them these rights, or the verb ${free.verb} on ${free.resource}.`,
    );
  }
  const why = [freely, ...(facts ?? []).map(({ fact }) => fact)].flatMap((fact) =>
    'unknown' in fact ? fact.unknown : [],
  );
  if (facts !== null && why.length === 0) return ok('these credentials have them');
  return unknown(
    facts === null ? 'what the role grants is not known here' : `not known: ${why[0] ?? ''}`,
    `Try with: kubectl auth can-i ${free.verb} ${free.resource}.`,
  );
}

const rightText = ({ verb, group: apiGroup, resource }: Right): string =>
  `${verb} ${apiGroup === '' ? resource : `${resource}.${apiGroup}`}`;
