/** Kinds that the stack makes, and that its systems make: whether the cluster knows them. */
import { at, listAt, textAt } from '../../kubernetes/data.ts';
import { groupOf } from '../../kubernetes/object-id.ts';
import type { ClusterFacts } from './facts.ts';
import { need, weighed, type Judge } from './judge.ts';
import { missing, ok, type Answer, type Need } from './need.ts';
import { operatorOf } from './operators.ts';
import { askersOf, type Scene, type SceneObject } from './scene.ts';

export const kinds: Judge = {
  asks: () => [],
  judge: (scene, facts) => [...ofObjects(scene, facts), ...ofSystems(scene, facts)],
};

function ofObjects({ objects }: Scene, facts: ClusterFacts): Need[] {
  const brought = new Map(objects.flatMap((object) => definedBy(object).map((kind) => [kind, object])));
  const groups = Map.groupBy(objects, ({ id: { apiVersion, kind } }) => kindText(apiVersion, kind));
  return [...groups].flatMap(([text, group]) => {
    const [first] = group;
    if (first === undefined || isAlwaysThere(first)) return [];
    const { apiVersion, kind } = first.id;
    const bringer = brought.get(text);
    const answer = weighed(facts.hasKind(apiVersion, kind), (has) =>
      has
        ? ok('the cluster has it')
        : bringer === undefined
          ? missing('the cluster does not know it', installing(apiVersion))
          : ok(`${bringer.release === null ? 'the stack' : `release ${bringer.release}`} brings it`),
    );
    return need('kind', 'error', { what: `kind ${text}`, by: askersOf(group) }, answer);
  });
}

const ofSystems = ({ releases }: Scene, facts: ClusterFacts): Need[] =>
  releases.flatMap(({ key, needs }) =>
    (needs.kinds ?? []).map(({ apiVersion, kind, why }) =>
      need(
        'kind',
        'warning',
        { what: `kind ${kindText(apiVersion, kind)}`, by: [{ release: key, object: null }] },
        weighed(facts.hasKind(apiVersion, kind), (has): Answer =>
          has
            ? ok('the cluster has it')
            : missing(`the cluster does not know it: ${why}`, installing(apiVersion)),
        ),
      ),
    ),
  );

const kindText = (apiVersion: string, kind: string): string => `${kind} of ${apiVersion}`;

/** Kubernetes' own that every version that is still in use has. */
const isAlwaysThere = ({ id: { apiVersion } }: SceneObject): boolean =>
  ['v1', 'apps/v1', 'batch/v1', 'rbac.authorization.k8s.io/v1', 'networking.k8s.io/v1'].includes(apiVersion);

/** That a CustomResourceDefinition makes known. */
function definedBy({ id, manifest }: SceneObject): string[] {
  if (id.kind !== 'CustomResourceDefinition') return [];
  const kind = textAt(manifest, 'spec', 'names', 'kind') ?? '';
  const group = textAt(manifest, 'spec', 'group') ?? '';
  return listAt(manifest, 'spec', 'versions')
    .filter((version) => at(version, 'served') !== false)
    .map((version) => kindText(`${group}/${textAt(version, 'name') ?? ''}`, kind));
}

function installing(apiVersion: string): string {
  const group = groupOf(apiVersion);
  const operator = operatorOf(group);
  if (operator !== null) return `Install ${operator.name}, or leave out what asks for it.`;
  return group === '' || group.endsWith('.k8s.io') || !group.includes('.')
    ? 'Write the object for an API version that the cluster has, or upgrade the cluster.'
    : `Install what brings ${group}.`;
}
