import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMap } from '../../../../src/kubernetes/data.ts';
import { fieldText } from '../../../../src/kubernetes/field.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { planCounts } from '../../../../src/report/plan/counts.ts';
import { planJson, planJsonSchema } from '../../../../src/report/plan/json.ts';
import { plan } from '../../../setup/plan-parts.ts';
import { hostilePlan, hugePlan, offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';
import { randomPlan } from './random-plan.ts';

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(planJsonSchema());
const printed = (given: Plan): unknown => JSON.parse(JSON.stringify(planJson(given)));

describe('the schema', () => {
  test.each([
    ['sample', samplePlan()],
    ['quiet', quietPlan()],
    ['offline', offlinePlan()],
    ['hostile', hostilePlan()],
    ['huge', hugePlan(200)],
    ['empty', plan()],
  ])('holds for the %s plan', (_, given) => {
    validate(printed(given));
    expect(validate.errors).toBeNull();
  });

  test('holds for random plans', () => {
    fc.assert(
      fc.property(randomPlan, (given) => {
        validate(printed(given));
        expect(validate.errors).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  test('refuses what it does not know', () => {
    const document = planJson(samplePlan());
    expect(validate({ ...document, more: 1 })).toBe(false);
    expect(validate({ ...document, version: 2 })).toBe(false);
    expect(validate({ ...document, tier: 'guess' })).toBe(false);
    expect(validate({ ...document, releases: [{ ...document.releases[0], more: 1 }] })).toBe(false);
    const { digest: _, ...without } = document;
    expect(validate(without)).toBe(false);
  });

  test('describes every field', () => {
    const bare: string[] = [];
    const visit = (part: unknown, path: string): void => {
      if (Array.isArray(part)) for (const [index, item] of part.entries()) visit(item, `${path}/${index}`);
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
      for (const [key, value] of Object.entries(part)) {
        if (key === 'properties')
          for (const [name, property] of Object.entries(value as Record<string, object>))
            if (!isDescribed(property)) bare.push(`${path}/${name}`);
        visit(value, `${path}/${key}`);
      }
    };
    const schema = planJsonSchema();
    const definitions = (schema as { definitions: Record<string, object> }).definitions;
    // One that may be null says what it is by what it is else.
    const isDescribed = (property: object): boolean => {
      if ('description' in property) return true;
      if ('$ref' in property)
        return isDescribed(definitions[String(property.$ref).replace('#/definitions/', '')] ?? {});
      const parts = 'anyOf' in property ? property.anyOf : 'items' in property ? [property.items] : [];
      return Array.isArray(parts) && parts.some(isDescribed);
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });

  test('that is published is the one in the code', () => {
    expect(JSON.parse(readFileSync('schemas/plan.schema.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(planJsonSchema())),
    );
  });
});

describe('the document', () => {
  test('is the plan, with counts, and places that can also be read', () => {
    fc.assert(
      fc.property(randomPlan, (given) => {
        const { version, counts, ...document } = planJson(given);
        const { counts: _, ...rest } = given;
        expect(version).toBe(1);
        expect(counts).toEqual(planCounts(given));
        expect(withoutTexts(document)).toEqual(rest);
      }),
      { numRuns: 50 },
    );
  });

  test('names the place of a field', () => {
    const [release] = planJson(samplePlan()).releases;
    const change = release?.objects[1]?.fields[3];
    expect(change?.place).toEqual({
      steps: ['spec', 'template', 'spec', 'containers', { item: { name: 'main' } }, 'image'],
      text: 'spec.template.spec.containers[main].image',
    });
  });
});

/** The document with its places as the plan has them. */
function withoutTexts(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutTexts);
  if (!isMap(part)) return part;
  const { steps, text } = part;
  if (Array.isArray(steps) && text === fieldText(steps)) return steps;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withoutTexts(value)]));
}
