/** Plans made at random from the samples: parts left out, fields of any data, texts of any characters. */
import * as fc from 'fast-check';
import type { Data } from '../../../../src/kubernetes/data.ts';
import type { FieldPlace, FieldStep } from '../../../../src/kubernetes/field.ts';
import type { FieldChange, Plan, TextLine } from '../../../../src/plan/plan.ts';
import { hostile, tainted } from '../../../setup/hostile-text.ts';
import { offlinePlan, quietPlan, samplePlan } from '../../../setup/sample-plan.ts';

export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.stringMatching(/^([a-z]{1,12}[ ./:-]){0,30}$/),
);

export const data: fc.Arbitrary<Data> = fc
  .jsonValue({ maxDepth: 4, stringUnit: 'grapheme' })
  .map((value) => value as Data);

const step: fc.Arbitrary<FieldStep> = fc.oneof(
  text,
  fc.nat({ max: 200 }),
  fc.record({ item: fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(text, fc.nat())) }),
  fc.record({ document: fc.constantFrom('yaml' as const, 'json' as const) }),
);
const place: fc.Arbitrary<FieldPlace> = fc.array(step, { maxLength: 8 });

const textLine: fc.Arbitrary<TextLine> = fc.oneof(
  fc.record({ mark: fc.constantFrom('same' as const, 'added' as const, 'removed' as const), text }),
  fc.record({ mark: fc.constant('skipped' as const), count: fc.integer({ min: 1, max: 500 }) }),
);

export const field: fc.Arbitrary<FieldChange> = fc
  .record({
    place,
    change: fc.constantFrom('added' as const, 'removed' as const, 'changed' as const),
    secret: fc.boolean(),
    before: data,
    after: data,
    lines: fc.option(fc.array(textLine, { maxLength: 60 })),
  })
  .map((one) => ({
    ...one,
    before: one.secret || one.change === 'added' ? null : one.before,
    after: one.secret || one.change === 'removed' ? null : one.after,
  }));

export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    sample: fc.constantFrom(samplePlan, offlinePlan, quietPlan),
    texts: fc.option(fc.array(text, { minLength: 1, maxLength: 12 })),
    fields: fc.array(field, { maxLength: 6 }),
    content: data,
    left: fc.infiniteStream(fc.boolean()),
  })
  .map(({ sample, texts, fields, content, left }) => {
    const isLeft = (): boolean => left.next().value;
    const plan = texts === null ? sample() : tainted(sample(), texts);
    return {
      ...plan,
      releases: plan.releases.filter(isLeft).map((release) => ({
        ...release,
        objects: release.objects
          .filter(isLeft)
          .map((object) =>
            isLeft() ? object : { ...object, fields: [...object.fields, ...fields], content },
          ),
        hooks: release.hooks.filter(isLeft),
        crds: release.crds.filter(isLeft),
        drift: release.drift.filter(isLeft),
      })),
      backing: plan.backing.filter(isLeft).map((one) => (isLeft() ? one : { ...one, fields })),
      findings: plan.findings.filter(isLeft),
      unjudged: plan.unjudged.filter(isLeft),
      risks: plan.risks.filter(isLeft),
      gaps: plan.gaps.filter(isLeft),
    };
  });
