/** Releases of which nobody can say what would change. */
import type { CheckResult } from '../contract/finding.ts';
import type { RuleFacts } from '../contract/pack.ts';
import type { ReleaseOperation, ReleasePlan } from './plan.ts';

type Finding = CheckResult['findings'][number];

const unrendered: RuleFacts = {
  id: 'plan/unrendered',
  title: 'Every release renders with what this cluster has',
  why: 'The chart fails with the version and the APIs of the cluster, or with the real names and secrets, so that Helm would fail as well. The plan cannot say what would change. Mend what the message says; if `k8s-deploy check` finds nothing, the chart looks at what only the cluster has.',
  severity: 'error',
};

const unrecorded: RuleFacts = {
  id: 'plan/unrecorded',
  title: 'Helm’s record of every release that Pulumi knows can be read',
  why: 'Pulumi has the release in its state, and what Helm keeps of it in the cluster was not found: the credentials may not list Secrets in its namespace, or somebody uninstalled it. Without the record nobody can say what would change, and an upgrade of what is not there fails. Give the credentials the right to list Secrets there; what was uninstalled by hand is taken out of the state with `pulumi state delete`, and installed anew by the next `up`.',
  severity: 'error',
};

export const unknownRules: readonly RuleFacts[] = [unrendered, unrecorded];

/** `message`: as Helm says it, without secrets. */
export const unrenderedFinding = (
  release: string,
  stack: string,
  { message, template }: { readonly message: string; readonly template: string | null },
): Finding =>
  finding(unrendered, release, stack, {
    template,
    message: `release ${release} does not render here: ${message}`,
    hint: 'Mend the chart or its values.',
  });

/** Of a live plan. */
export const unrecordedFindings = (
  releases: readonly Pick<ReleasePlan, 'key' | 'name' | 'namespace' | 'operation' | 'record'>[],
  stack: string,
): Finding[] =>
  releases
    .filter(({ operation, record }) => record === null && planned[operation] !== undefined)
    .map(({ key, name, namespace, operation }) => ({
      ...finding(unrecorded, key, stack, {
        template: null,
        message: `${planned[operation]} release ${key}, and Helm's record of ${name} in namespace ${namespace} was not found: what would change is not known`,
        hint: 'Allow these credentials to list Secrets in that namespace; if somebody uninstalled the release, take it out of the state with `pulumi state delete`.',
      }),
      // Nothing is done to it, so that nothing can go wrong.
      ...(operation === 'same' ? { severity: 'warning' as const } : {}),
    }));

/** Only what Pulumi has in its state has a record. */
const planned: Partial<Record<ReleaseOperation, string>> = {
  update: 'Pulumi would update',
  replace: 'Pulumi would replace',
  delete: 'Pulumi would delete',
  same: 'Pulumi has nothing to do for',
};

const finding = (
  { id, severity }: RuleFacts,
  release: string,
  stack: string,
  told: Pick<Finding, 'template' | 'message' | 'hint'>,
): Finding => ({
  rule: id,
  severity,
  release,
  stack,
  case: null,
  object: null,
  path: [],
  ...told,
  source: null,
  waiver: null,
  alsoIn: [],
});
