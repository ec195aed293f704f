/** What whoever asks may do, by the API server's own judgement: SelfSubjectAccessReview, which everybody may ask. */
import type { Fact, Right } from '../contract/needs/facts.ts';
import { at, textAt, type DataMap } from '../kubernetes/data.ts';
import type { Connection } from './connection.ts';

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/**
 * Answers for all of them, in one request where somebody may do everything, by one for each where not. What is allowed to `*` is allowed to each;
 * what is denied to `*` says nothing, and is asked one by one.
 */
export async function reviewAccess(
  connection: Connection,
  rights: readonly Right[],
): Promise<(right: Right) => Fact<boolean>> {
  const answers = new Map<string, Fact<boolean>>();
  const everything = (namespace: string | null): Right => ({
    verb: '*',
    group: '*',
    resource: '*',
    namespace,
  });
  const isFree = async (namespace: string | null): Promise<boolean> => {
    const answer = await review(connection, everything(namespace));
    return 'known' in answer && answer.known;
  };
  if (rights.length === 0 || (await isFree(null))) return () => ({ known: true });
  const namespaces = new Set(rights.flatMap(({ namespace }) => namespace ?? []));
  const free = new Set<string>();
  await Promise.all(
    [...namespaces].map(async (namespace) => {
      if (await isFree(namespace)) free.add(namespace);
    }),
  );
  const isGiven = ({ namespace }: Right): boolean => namespace !== null && free.has(namespace);
  const asked = new Map(
    rights.filter((right) => !isGiven(right)).map((right) => [keyOf(right), right] as const),
  );
  await Promise.all(
    [...asked].map(async ([key, right]) => answers.set(key, await review(connection, right))),
  );
  return (right) =>
    isGiven(right) ? { known: true } : (answers.get(keyOf(right)) ?? { unknown: 'it was not asked for' });
}

const keyOf = ({ verb, group, resource, namespace, name }: Right): string =>
  JSON.stringify([verb, group, resource, namespace, name ?? null]);

async function review(connection: Connection, right: Right): Promise<Fact<boolean>> {
  const { status, body } = await connection.change('POST', path, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: attributesOf(right) },
  });
  if (status !== 201) return { unknown: `the API server answers ${status} to a SelfSubjectAccessReview` };
  const isAllowed = at(body, 'status', 'allowed') === true;
  const trouble = textAt(body, 'status', 'evaluationError') ?? '';
  // An authorizer that failed has not said no.
  if (!isAllowed && trouble !== '') return { unknown: `the API server could not judge it: ${trouble}` };
  return { known: isAllowed };
}

function attributesOf({ verb, group, resource: whole, namespace, name }: Right): DataMap {
  const [resource = '', subresource] = whole.split('/');
  return {
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
}
