/** The schema of contract files: types and JSON Schema come from here. What one part says of another is checked in cross-checks.ts. */
import { z } from 'zod';
import { dnsLabel, limits as nameLimits, values } from '../../stack/fields.ts';
import { external, kubeVersion } from '../../stack/cluster-fields.ts';
import { isRegex } from './failure-text.ts';
import { suiteLimits } from './limits.ts';

/** A name that stands in reports and patterns. */
const name = z
  .string()
  .max(100)
  .regex(
    /^[A-Za-z0-9][-.\w]*$/,
    'expected letters, digits, "-", "_" and ".", starting with a letter or digit',
  );

/** Relative to the contract file. That it does not leave the directory is seen when it is read. */
const relativePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/'), 'expected a path that starts at the folder of the contract file');

const valueFiles = z.array(relativePath);
const set = z.array(z.string().min(1));
const kubeVersions = z.array(kubeVersion).min(1).max(suiteLimits.kubeVersions);
const apiVersions = z.array(
  z
    .string()
    .regex(
      /^[a-z0-9][-.a-z0-9]*(\/[a-z0-9]+(\/[A-Z][A-Za-z0-9]*)?)?$/,
      'expected an API version such as "monitoring.coreos.com/v1", or one of its kinds such as "batch/v1/Job"',
    ),
);
const releaseName = dnsLabel.max(nameLimits.releaseName);
const casePatterns = z.array(z.string().min(1)).min(1);

const regexForm = 'expected a regular expression of RE2';
const fails = z.union(
  [
    z.string().regex(/\S/, 'expected text of the failure'),
    z.strictObject({
      pattern: z
        .string()
        .min(1)
        .max(1000)
        .refine(isRegex, regexForm)
        .describe('A regular expression of RE2 that the message matches.'),
    }),
  ],
  { error: 'expected text of the failure or {pattern: REGEX}' },
);

/** Values first by dimension, then by choice. */
const matrix = z
  .record(
    name.regex(/^[A-Za-z]/, 'expected a name that starts with a letter'),
    z
      .record(name, values)
      .refine((choices) => Object.keys(choices).length > 0, 'expected at least one choice'),
  )
  .refine((dimensions) => Object.keys(dimensions).length > 0, 'expected at least one dimension');

const suiteCase = z
  .strictObject({
    inherits: z
      .union([z.string(), z.array(z.string()).min(1)], {
        error: 'expected the name of a case or a list of names',
      })
      .optional()
      .describe(
        'Cases that this one starts from, later ones above earlier ones. Not inherited: fails, matrix and exclude.',
      ),
    valueFiles: valueFiles.optional().describe('Values files, relative to the contract file.'),
    values: values
      .optional()
      .describe('Laid over valueFiles. Maps merge, lists replace, null removes a default.'),
    set: set.optional().describe('As --set of Helm, above all values: "a.b=c".'),
    name: releaseName.optional().describe('Helm release name.'),
    namespace: dnsLabel.optional().describe('Namespace of the release.'),
    upgrade: z.boolean().optional().describe('Render as for an upgrade. Default: as for an installation.'),
    kubeVersions: kubeVersions.optional().describe('In place of those of the contract.'),
    apiVersions: apiVersions.optional().describe('In place of those of the contract.'),
    options: values.optional().describe('Laid over those of the contract.'),
    external: z.array(external).optional().describe('Besides those of the contract.'),
    fails: fails.optional().describe('The chart must refuse, with this in its message.'),
    matrix: matrix
      .optional()
      .describe(
        'Values by dimension and choice: one case for each combination, later dimensions above earlier ones.',
      ),
    exclude: z
      .array(z.record(z.string(), z.string()))
      .min(1)
      .optional()
      .describe('Combinations of the matrix that are left out, each as dimension: choice.'),
  })
  .describe('A set of values, and what is expected of it.');

const ruleId = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words joined by "-"');

const expression = z.string().regex(/\S/, 'expected an expression of CEL');

const rule = z.strictObject({
  id: ruleId.describe('As in findings and waivers; unique in the file.'),
  on: expression
    .optional()
    .describe('CEL: which objects it is about. Without it, it is about all at once, as `objects`.'),
  assert: expression.describe('CEL: what must hold.'),
  message: z.string().min(1).optional().describe('What is wrong when it does not hold.'),
  messageExpression: expression.optional().describe('CEL that makes the message, in place of it.'),
  hint: z.string().min(1).optional().describe('What to do.'),
  severity: z
    .enum(['error', 'warning', 'notice'])
    .default('error')
    .describe('How bad it is when it does not hold.'),
  optional: z.boolean().default(false).describe('It may be about no object of a case. Default: false.'),
  cases: casePatterns.optional().describe('Names of cases, * for any characters. Default: all.'),
});

const snapshot = z.strictObject({
  on: expression.describe('CEL: which objects are kept.'),
  cases: casePatterns.optional().describe('Names of cases, * for any characters. Default: all.'),
});

/** Its own findings are about the run itself: waived, they would hide that nothing was checked. */
const neverWaived = /^(case|snapshot|waiver)\//;

const day = z.string().refine((text) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}, 'expected a day such as "2027-01-31"');

const waiver = z.strictObject({
  rule: z
    .string()
    .regex(/^[A-Za-z][-.\w]*(\/([-.\w]+|\*))?$/, 'expected the id of a rule, or "pack/*" for all of a pack')
    .refine(
      (id) => !neverWaived.test(id),
      'failures of cases, snapshots and waivers cannot be waived; mend them',
    )
    .describe('The id of a rule, or `pack/*`.'),
  object: z
    .string()
    .regex(/^[A-Za-z0-9*]+\/[-.:\w*]+$/, 'expected "Kind/name", * for any characters')
    .optional()
    .describe('`Kind/name`, * for any characters. Default: any object.'),
  case: z.string().min(1).optional().describe('Name of a case, * for any characters. Default: all.'),
  reason: z
    .string()
    .regex(/\S/, 'expected a reason')
    .describe('Why it is accepted, for those who read the report.'),
  until: day.describe('The last day on which it holds, in UTC.'),
});

const percent = z.number().min(0).max(100);

export const contractFile = z.strictObject({
  release: z
    .string()
    .min(1)
    .optional()
    .describe('Key under `releases` of the stack file. Either this or chart.'),
  chart: relativePath
    .optional()
    .describe('Folder of a chart, or a .tgz, relative to the contract file. Either this or release.'),
  name: releaseName.optional().describe("Helm release name, with chart only. Default: the chart's name."),
  namespace: dnsLabel.optional().describe('With chart only. Default: default.'),
  packs: z
    .array(z.string())
    .default([])
    .describe("Packs of rules besides those that are always on: hardening; for a chart, a system's name."),
  without: z.array(z.string()).default([]).describe('Packs that are switched off.'),
  kubeVersions: kubeVersions
    .optional()
    .describe('Every case is rendered for each. Default: `cluster.kubeVersion` of the stack file.'),
  apiVersions: apiVersions.default([]).describe('APIs that the cluster has, besides those of every cluster.'),
  crds: z
    .array(relativePath)
    .default([])
    .describe(
      'Files with CustomResourceDefinitions whose objects are validated; patterns such as "crds/*.yaml".',
    ),
  external: z
    .array(external)
    .default([])
    .describe('Objects that exist already, made by somebody else, and that the release may refer to.'),
  options: values
    .optional()
    .describe("Of a system whose pack is on: what the stack file's typed options would say."),
  valueFiles: valueFiles.default([]).describe('Values files of all cases, relative to the contract file.'),
  values: values.default({}).describe('Of all cases, over valueFiles.'),
  set: set.default([]).describe('Of all cases, as --set of Helm: above all values.'),
  cases: z
    .record(name, suiteCase)
    .refine((cases) => Object.keys(cases).length > 0, 'expected at least one case: nothing would be checked')
    .describe('What is rendered, each by a name of its own.'),
  rules: z.array(rule).max(suiteLimits.rules).default([]).describe('Rules of your own, in CEL.'),
  snapshots: z
    .array(snapshot)
    .max(suiteLimits.snapshots)
    .default([])
    .describe('Objects whose text is kept in __snapshots__ beside the file.'),
  waivers: z
    .array(waiver)
    .max(suiteLimits.waivers)
    .default([])
    .describe('Findings that are known and accepted until a day.'),
  coverage: z
    .strictObject({
      templates: percent.optional().describe('Templates that made an object.'),
      branches: percent.optional().describe('Branches of templates that were taken.'),
      values: percent.optional().describe('Values that some case sets to something else than the default.'),
    })
    .default({})
    .describe('How much of the chart the cases must reach, in percent.'),
});

export type ContractFile = z.output<typeof contractFile>;
export type ContractCase = ContractFile['cases'][string];

/** Written once in the JSON Schema, and referred to by name. */
const definitions = { values, external, kubeVersions, apiVersions } as const;

/** For editors, in draft 7, as the stack file's. */
export function contractJsonSchema(): object {
  for (const [id, part] of Object.entries(definitions)) z.globalRegistry.add(part, { ...part.meta(), id });
  const { $schema, ...schema } = z.toJSONSchema(contractFile, { io: 'input', target: 'draft-07' });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:contract.schema.json',
    title: 'Contract file of k8s-deploy check',
    description: 'Cases of a chart, each rendered as Helm would, and rules that must hold for them.',
    ...schema,
    oneOf: [{ required: ['release'] }, { required: ['chart'] }],
  };
}
