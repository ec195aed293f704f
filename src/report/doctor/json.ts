/** A diagnosis for programs. Its schema is `schemas/doctor.schema.json`, and changes only with `version`. */
import { z } from 'zod';
import type { NeedId } from '../../contract/needs/need.ts';
import { objectId, type Mutable } from '../check/json.ts';
import { tallyOf, type Diagnosis } from './diagnosis.ts';
import { needWords } from './need-words.ts';

const count = z.int().min(0);
const words = Object.entries(needWords)
  .map(([id, text]) => `${id}: ${text}`)
  .join('. ');

const need = z.strictObject({
  id: z.enum(Object.keys(needWords) as NeedId[]).describe(`${words}.`),
  state: z
    .enum(['ok', 'missing', 'unknown'])
    .describe('unknown: what may be read does not tell. Never taken for ok'),
  severity: z
    .enum(['error', 'warning'])
    .describe(
      'If it is missing. error: it would not work, or not as meant. warning: it works, and will hurt.',
    ),
  what: z.string().describe('What is needed: storage class fast for ReadWriteMany'),
  by: z
    .array(
      z.strictObject({
        release: z.string().nullable().describe('Key; null for a backing resource'),
        object: objectId.nullable().describe('Null if the release as a whole needs it'),
      }),
    )
    .describe('Who needs it'),
  message: z.string().describe('What was found, or why it is not known'),
  hint: z.string().nullable().describe('What to do; null if it is there'),
  right: z
    .strictObject({
      group: z.string().describe('Empty: core'),
      resource: z.string().describe('Plural'),
      namespace: z.string().nullable().describe('Null: of the whole cluster'),
      verbs: z.array(z.string()).describe('That are needed'),
      denied: z.array(z.string()).describe('Those of them that are denied'),
    })
    .nullable()
    .describe('Of right, as a rule of a Role has it; null of the others, and of rights to grant rights'),
});

const diagnosis = z.strictObject({
  version: z.literal(1).describe('Of this document'),
  project: z.string().describe('name: of the stack file'),
  stack: z.string().describe('Of Pulumi'),
  cluster: z
    .strictObject({
      identifier: z.string().describe('As in the stack file'),
      kubeVersion: z.string().nullable().describe('Of the API server; null if it does not say'),
    })
    .describe('That was asked'),
  counts: z.strictObject({ ok: count, missing: count, unknown: count }).describe('Needs by state'),
  needs: z
    .array(need)
    .describe('Missing ones first, errors before warnings; then what is not known, then what is there'),
  gaps: z.array(z.string()).describe('Releases whose needs are not known, APIs that do not answer'),
});

export function diagnosisJson(found: Diagnosis): z.output<typeof diagnosis> {
  const { needs, gaps, ...rest } = found as Mutable<Diagnosis>;
  return { version: 1, ...rest, counts: tallyOf(found.needs), needs, gaps };
}

export function doctorJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(diagnosis, { target: 'draft-07', io: 'output' });
  return {
    $schema,
    $id: 'urn:k8s-deploy:v1:doctor.schema.json',
    title: 'Result of k8s-deploy doctor --json',
    ...schema,
  };
}
