/** How much a plan may do: `--max-deletes`, `--max-replaces`, `--deny`, and no risk that is an error. Pure. */
import { Failure } from '../stack/failure.ts';
import { suggestion } from '../stack/nearest.ts';
import { riskIds, type Limits, type Plan, type ReleasePlan, type Risk, type RiskId } from './plan.ts';
import { listText, plural } from './risks/wording.ts';

type Judged = Pick<Plan, 'risks' | 'releases' | 'backing' | 'steps'>;

/** The reasons for which it is refused, one sentence each; empty if it is let through. */
export function judgeLimits(plan: Judged, { maxDeletes, maxReplaces, deny }: Limits): string[] {
  const deletes = deletesIn(plan);
  const replaces = replacesIn(plan);
  return [
    ...errorReasons(plan.risks),
    ...tooMany(deletes, 'deleted', maxDeletes, '--max-deletes'),
    ...tooMany(replaces, 'replaced', maxReplaces, '--max-replaces'),
    ...[...new Set(deny)].flatMap((id) => denied(id, plan.risks, { delete: deletes, replace: replaces })),
  ];
}

/** What is counted, each thing once: what goes with a release counts beside the release. */
interface Counted {
  readonly releases: number;
  readonly objects: number;
  readonly resources: number;
}

const sum = ({ releases, objects, resources }: Counted): number => releases + objects + resources;

function deletesIn({ releases, backing }: Judged): Counted {
  return {
    releases: releases.filter(({ operation }) => operation === 'delete').length,
    objects: count(releases, 'deleted'),
    // A Role and its RoleBinding are two: each is told.
    resources: backing.filter(({ operation }) => operation === 'delete').length,
  };
}

/** An object under a new name is one that is replaced; the objects of a replaced release count as what happens to each of them. */
function replacesIn({ releases, backing, steps }: Judged): Counted {
  const providers = steps.filter(({ operation, kind }) => operation === 'replace' && kind === 'Provider');
  return {
    releases: releases.filter(({ operation }) => operation === 'replace').length,
    objects: count(releases, 'renamed'),
    resources: backing.filter(({ operation }) => operation === 'replace').length + providers.length,
  };
}

/** What leaves the state stays in the cluster, and so do its objects. */
function count(releases: readonly ReleasePlan[], change: 'deleted' | 'renamed'): number {
  return releases
    .filter(({ operation }) => operation !== 'same' && operation !== 'forget')
    .flatMap(({ objects }) => objects)
    .filter((object) => object.change === change).length;
}

function tooMany(counted: Counted, done: string, most: number | null, option: string): string[] {
  const all = sum(counted);
  if (most === null || all <= most) return [];
  return [`${countedText(counted)} would be ${done}, and ${option} is ${most}`];
}

/** `1 release, 12 objects and 1 resource`. */
function countedText({ releases, objects, resources }: Counted): string {
  const parts = [
    [releases, 'release'],
    [objects, 'object'],
    [resources, 'resource'],
  ] as const;
  return listText(parts.filter(([number]) => number > 0).map(([number, noun]) => plural(number, noun)));
}

function errorReasons(risks: readonly Risk[]): string[] {
  const errors = risks.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  const ids = [...new Set(errors.map(({ id }) => id))].join(', ');
  return [`${errors.length === 1 ? '1 risk is an error' : `${errors.length} risks are errors`} (${ids})`];
}

/** Some deletions are told as what they mean: of a volume claim, of a namespace. Who denies deletions means those too. */
function denied(
  id: RiskId,
  risks: readonly Risk[],
  counted: Readonly<Record<'delete' | 'replace', Counted>>,
): string[] {
  const told = risks.filter((risk) => risk.id === id).length;
  if (told > 0) return [`${plural(told, 'risk')} of the kind ${id}, which --deny refuses`];
  const untold = id === 'delete' || id === 'replace' ? counted[id] : null;
  if (untold === null || sum(untold) === 0) return [];
  return [`${countedText(untold)} would be ${id}d, which --deny ${id} refuses`];
}

/** What `--deny` names, each once. Throws a `Failure` (configuration) that names every unknown one. */
export function parseRisk(names: readonly string[]): RiskId[] {
  const given = names.flatMap((name) => name.split(',')).map((name) => name.trim());
  const wrong = given.filter((name) => !isRisk(name));
  if (wrong.length > 0) {
    throw new Failure(
      'configuration',
      wrong
        .map((name) => `--deny knows no risk ${JSON.stringify(name)}${suggestion(name, riskIds)}`)
        .join('\n'),
      { hint: `Known are ${riskIds.join(', ')}.` },
    );
  }
  return [...new Set(given.filter(isRisk))];
}

const isRisk = (name: string): name is RiskId => riskIds.some((id) => id === name);
