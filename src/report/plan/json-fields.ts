/** The parts of the plan document that stand in several places: places, values, changes of fields. */
import { z } from 'zod';
import type { Data } from '../../kubernetes/data.ts';
import { type FieldPlace, fieldText } from '../../kubernetes/field.ts';
import type { FieldChange } from '../../plan/plan.ts';

/** A plan is never changed, so its lists are read-only; zod's own way to say so would be seen in the schema. */
export const list = <Item extends z.ZodType>(item: Item): z.ZodType<readonly z.output<Item>[]> =>
  z.array(item);

export const data: z.ZodType<Data> = z
  .union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    list(z.lazy(() => data)).meta({ id: 'DataList' }),
    z.record(
      z.string(),
      z.lazy(() => data),
    ),
  ])
  .meta({ id: 'Data', description: 'Plain data; `(secret)` stands in the place of a secret' });

const step = z
  .union([
    z.string().describe('A key of a map'),
    z.int().min(0).describe('An index of a list without merge keys'),
    z.strictObject({
      item: z
        .record(z.string(), z.union([z.string(), z.number()]))
        .describe('The item of a list that has these keys'),
    }),
    z.strictObject({
      document: z
        .enum(['yaml', 'json'])
        .describe('The document inside the text that the steps so far lead to'),
    }),
  ])
  .describe('One step from a value to what is inside it');

export const place = z
  .strictObject({
    steps: list(step).describe('From the root of the object'),
    text: z
      .string()
      .describe(
        'The same to read: spec.template.spec.containers[main].image, data["config.yaml"] » loki.url',
      ),
  })
  .meta({ id: 'FieldPlace', description: 'Where in an object a field stands' });

const textLine = z
  .union([
    z.strictObject({
      mark: z.enum(['same', 'added', 'removed']).describe('As in a diff'),
      text: z.string().describe('The line, without its end'),
    }),
    z.strictObject({
      mark: z.literal('skipped').describe('Lines that are the same and far from a change'),
      count: z.int().min(1).describe('How many'),
    }),
  ])
  .describe('A line of a text of several lines');

export const field = z
  .strictObject({
    place,
    change: z.enum(['added', 'removed', 'changed']).describe('What becomes of it'),
    secret: z.boolean().describe('The value is a secret, so neither is told'),
    before: data.describe('Null where there is none, and of a secret'),
    after: data.describe('Null where there is none, and of a secret'),
    lines: list(textLine)
      .nullable()
      .describe('Of a text of several lines: the lines around each change; null of other values'),
  })
  .meta({ id: 'FieldChange', description: 'One field that changes' });

export const driftField = field
  .extend({
    manager: z
      .string()
      .nullable()
      .describe('Field manager that wrote it, such as kubectl-edit; null if the server does not tell'),
    time: z
      .string()
      .nullable()
      .describe('When that one last wrote, ISO 8601; null if the server does not tell'),
  })
  .describe('One field that is not as it was applied. before: as applied. after: as it is now');

type PlaceJson = z.output<typeof place>;

export const placeJson = (steps: FieldPlace): PlaceJson => ({ steps, text: fieldText(steps) });

/** With the place as the document gives it. */
type Placed<Field extends FieldChange> = Omit<Field, 'place'> & { readonly place: PlaceJson };

export const fieldsJson = <Field extends FieldChange>(fields: readonly Field[]): Placed<Field>[] =>
  fields.map((one) => ({ ...one, place: placeJson(one.place) }));
