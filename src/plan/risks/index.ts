/** What is found in what will happen. Every judge is here; each says of itself when it is silent. */
import { objectText } from '../../kubernetes/object-id.ts';
import type { RiskFacts } from '../facts.ts';
import { riskIds, type Risk } from '../plan.ts';
import { backing } from './backing.ts';
import { outdatedCrds } from './crds.ts';
import { deletes } from './deletes.ts';
import { disruptionBudgets } from './disruption-budgets.ts';
import { driftResets } from './drift.ts';
import { exposure } from './exposure/index.ts';
import { foreignObjects } from './foreign-objects.ts';
import { hookReruns } from './hooks.ts';
import { imageDowngrades, mutableTags } from './images.ts';
import { immutableFields } from './immutable-fields.ts';
import type { ReleaseJudge, StackJudge } from './judge.ts';
import { namespacesOfReleases, namespacesOfStack } from './namespaces.ts';
import { rbacWidened } from './rbac.ts';
import { adopt, releaseState } from './release-state.ts';
import { replacedProviders, replaces } from './replaces.ts';
import { scaleToZero } from './scale.ts';
import { sceneOf } from './scene.ts';
import { serviceTypes } from './services.ts';
import { staleBase } from './stale-base.ts';
import { volumeClaims } from './volume-claims.ts';

const ofReleases: readonly ReleaseJudge[] = [
  deletes,
  replaces,
  namespacesOfReleases,
  immutableFields,
  volumeClaims,
  serviceTypes,
  scaleToZero,
  disruptionBudgets,
  rbacWidened,
  exposure,
  imageDowngrades,
  mutableTags,
  hookReruns,
  releaseState,
  adopt,
  foreignObjects,
  driftResets,
  outdatedCrds,
];

const ofStack: readonly StackJudge[] = [namespacesOfStack, backing, replacedProviders, staleBase];

/** Gravest first, then those of the stack before those of releases, by release, object and kind. Pure and total. */
export function risksOf(facts: RiskFacts): Risk[] {
  const scene = sceneOf(facts);
  const risks = [
    ...ofStack.flatMap((judge) => [...judge(scene)].map((risk): Risk => ({ ...risk, release: null }))),
    ...scene.releases.flatMap((release) =>
      ofReleases.flatMap((judge) =>
        [...judge(release, scene)].map((risk): Risk => ({ ...risk, release: release.plan.key })),
      ),
    ),
  ];
  return risks
    .map((risk) => ({ risk, key: orderOf(risk) }))
    .toSorted((a, b) => compared(a.key, b.key))
    .map(({ risk }) => risk);
}

const severities: readonly Risk['severity'][] = ['error', 'warning', 'notice'];

const orderOf = ({ severity, release, object, id, message }: Risk): readonly (number | string)[] => [
  severities.indexOf(severity),
  release ?? '',
  object === null ? '' : objectText(object),
  riskIds.indexOf(id),
  message,
];

/** By code units, so that the order is the same on every machine. */
function compared(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
