/** The plan for programs. Its schema is `schemas/plan.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { Plan, RiskId } from '../../plan/plan.ts';
import { finding, type Mutable, objectId, severity, unjudgedRule } from '../check/json.ts';
import { planCounts } from './counts.ts';
import { field, fieldsJson, list, place, placeJson } from './json-fields.ts';
import { operation, release, releaseJson } from './json-release.ts';
import { riskWords } from './risk-words.ts';

const count = z.int().min(0);
const severityCounts = {
  error: count.describe('Errors'),
  warning: count.describe('Warnings'),
  notice: count.describe('Notices'),
};
export const operationCounts = z.strictObject({
  create: count.describe('To create'),
  update: count.describe('To change'),
  replace: count.describe('To replace'),
  delete: count.describe('To delete'),
  forget: count.describe('That stay, and the stack forgets them'),
  import: count.describe('That are there, and the stack takes them over'),
  read: count.describe('To read'),
  same: count.describe('Unchanged'),
});

const counts = z
  .strictObject({
    resources: operationCounts.describe(
      "By operation: Pulumi's resources in the live tier, releases and backing resources offline",
    ),
    objects: z
      .strictObject({
        created: count.describe('To create'),
        changed: count.describe('To change, be it only in noise'),
        deleted: count.describe('To delete'),
        unchanged: count.describe('Unchanged'),
        kept: count.describe('That leave a release and stay in the cluster'),
        renamed: count.describe('One goes, and one that is the same but for its name comes'),
      })
      .describe('Of all releases, without hooks and CRDs'),
    hooks: count.describe('That will run'),
    drift: count.describe('Live objects that are not as they were applied'),
    findings: z
      .strictObject({ ...severityCounts, waived: count.describe('Known and accepted') })
      .describe('Waived ones count as waived only'),
    risks: z.strictObject(severityCounts).describe('By severity'),
  })
  .describe('How many of what the plan holds');

export const step = z
  .strictObject({
    operation: z
      .enum(['create', 'update', 'replace', 'delete', 'forget', 'same', 'read', 'import'])
      .describe('forget: it leaves the state, and what it stands for stays'),
    urn: z.string().describe("Pulumi's name for the resource"),
    type: z.string().describe('kubernetes:helm.sh/v3:Release'),
    kind: z.string().describe('Release'),
    name: z.string().describe('The last part of the URN'),
    changedKeys: list(z.string()).describe('Changed inputs: values.replicaCount'),
    replaceKeys: list(z.string()).describe('Those of them that force a replacement'),
    order: z
      .enum(['create-first', 'delete-first'])
      .nullable()
      .describe('Of a replacement: which of the two comes first; else null'),
  })
  .describe('What Pulumi would do with one resource');

const backing = z
  .strictObject({
    id: z.string().describe("secret/shop/login; Pulumi's name for one that the stack no longer has"),
    kind: z.string().describe('Secret, Bucket'),
    name: z.string().describe('shop/login; of an auto-named one without what Pulumi adds'),
    operation,
    order: z
      .enum(['create-first', 'delete-first'])
      .nullable()
      .describe('Of a replacement: which of the two comes first; else null'),
    fields: list(field).describe('What changes in it'),
  })
  .describe('A resource that Pulumi keeps itself');

const riskIds = Object.keys(riskWords) as RiskId[];
const riskText = Object.entries(riskWords)
  .map(([id, words]) => `${id}: ${words}`)
  .join('. ');

const risk = z
  .strictObject({
    id: z.enum(riskIds).describe(`As --deny takes it. ${riskText}.`),
    severity: severity.describe('error: up would fail or destroy what it should not; the plan is refused'),
    release: z.string().nullable().describe('Key; null for backing resources and the stack as a whole'),
    object: objectId.nullable().describe('Null if it is of no object'),
    place: place.describe('Where in the object; no steps if it is the object as a whole'),
    message: z.string().describe('What will happen and what that means'),
    hint: z.string().nullable().describe('What to do'),
  })
  .describe('What may go wrong in what will happen');

const node = z
  .strictObject({
    id: z.string().describe('Of a backing resource, or the key of a release'),
    kind: z.string().describe('Release, Secret'),
    name: z.string().describe('Without what Pulumi adds'),
    operation,
  })
  .describe('A release or a backing resource');

const edge = z
  .strictObject({
    from: z.string().describe('Id of the node that needs the other'),
    to: z.string().describe('Id of the other'),
  })
  .describe('`from` needs `to`');

const planReport = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  tier: z
    .enum(['offline', 'live'])
    .describe(
      'offline: two versions of the stack file, rendered with placeholders; no cluster and no secrets. live: what the cluster was given last, against what it would be given.',
    ),
  project: z.string().describe('name: of the stack file'),
  stack: z.string().describe('Of Pulumi'),
  directory: z
    .string()
    .describe('The stack directory, relative to the root of the repository, else to the working directory'),
  base: z
    .strictObject({
      ref: z.string().describe('As it was given: origin/main'),
      commit: z.string().describe('Its commit'),
      behind: count.describe('Commits of the base that are not in what is previewed'),
    })
    .nullable()
    .describe('What the offline tier compares with; null in the live tier'),
  cluster: z
    .strictObject({
      identifier: z.string().describe('As in the stack file'),
      kubeVersion: z.string().describe('That charts are rendered for'),
    })
    .describe('Where it would be applied'),
  counts,
  steps: list(step).describe("In the engine's order, unchanged ones left out. Empty offline"),
  releases: list(release).describe('All of the stack, and those that it no longer has'),
  backing: list(backing).describe(
    'Namespaces, Secrets, CA bundles, ExternalSecrets, buckets, accounts, rights',
  ),
  findings: z
    .array(finding)
    .describe('Of the contract gate and of the plan itself (plan/…), errors first; waived ones included'),
  unjudged: z.array(unjudgedRule).describe('Rules that lacked a fact. They never count as kept'),
  risks: list(risk).describe('Gravest first'),
  verdict: z
    .strictObject({
      outcome: z.enum(['no-changes', 'changes', 'refused']).describe('refused: up would not be let through'),
      reasons: list(z.string()).describe('Why it is refused, one sentence each'),
    })
    .describe('Whether it may be applied'),
  digest: z.string().describe('sha256:… over what would be done, as `up --expect-digest` takes it'),
  graph: z
    .strictObject({
      nodes: list(node).describe('Releases and backing resources'),
      edges: list(edge).describe('What needs what'),
    })
    .describe('The stack as a graph'),
  gaps: list(z.string()).describe('What the plan does not know, and why'),
  timings: z
    .record(z.string(), z.number().min(0).describe('Milliseconds'))
    .describe('By phase; phases may overlap'),
});

type PlanReport = z.output<typeof planReport>;

export function planJson(plan: Plan): PlanReport {
  return {
    version: 1,
    ...plan,
    counts: planCounts(plan),
    releases: plan.releases.map(releaseJson),
    backing: plan.backing.map((one) => ({ ...one, fields: fieldsJson(one.fields) })),
    findings: plan.findings as Mutable<Plan['findings']>,
    unjudged: plan.unjudged as Mutable<Plan['unjudged']>,
    risks: plan.risks.map((one) => ({ ...one, place: placeJson(one.place) })),
  };
}

export function planJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(planReport, { target: 'draft-07', io: 'output' });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:plan.schema.json',
    title: 'Result of k8s-deploy preview --json',
    ...schema,
  };
}
