/** Values files and `set` of a suite and of a test, laid over each other as helm-unittest does. */
import { isMap, type DataMap } from '../../../kubernetes/data.ts';
import type { Value } from '../../../stack/desired.ts';
import { mergeValues } from '../../../stack/merge.ts';
import type { Gap, InputContext, InputPart } from './case-inputs.ts';
import { valuesAt } from './set-path.ts';
import { textsIn } from './suite-fields.ts';
import type { SuiteText, TestText } from './suite-text.ts';

export function valuesOf(suite: SuiteText, test: TestText, context: InputContext): InputPart {
  const paths = [...textsIn(suite.data['values']), ...context.valueFiles, ...textsIn(test.data['values'])];
  const files = paths.map((path) => ({ path, file: context.values(path) }));
  const gaps = files.flatMap(({ path, file }): Gap[] =>
    file === null
      ? [
          {
            what: `values: ${path}`,
            why: 'the file cannot be read, or is no map of values',
            hint: 'Mend the file, or take it out of the test.',
            isFatal: true,
            isOfSuite: false,
          },
        ]
      : [],
  );
  const read = files.flatMap(({ file }) => file ?? []);
  const isNested = routeNames(context.route).length > 1;
  const references = read.flatMap(({ reference }) => reference ?? []);
  const asFiles = !isNested && references.length === read.length;
  const layers: DataMap[] = asFiles ? [] : read.map(({ data }) => data);
  for (const set of [suite.data['set'], test.data['set']]) {
    for (const [path, value = null] of isMap(set) ? Object.entries(set) : []) {
      const layer = valuesAt(path, value);
      if (layer !== null) layers.push(layer);
      else {
        const hint = 'Write the path as a.b[0].c, and keys with dots as a.[b.c].';
        gaps.push({ what: `set: ${path}`, why: 'it is no path', hint, isFatal: true, isOfSuite: false });
      }
    }
  }
  const values = layers
    .map((layer) => below(routeNames(context.route), layer))
    .reduce<Value>((all, layer) => mergeValues(all, layer), {}) as DataMap;
  return {
    fields: {
      ...(asFiles && references.length > 0 && { valueFiles: references }),
      ...(Object.keys(values).length > 0 && { values }),
    },
    gaps,
  };
}

/** `parent/charts/child` → `parent`, `child`. */
const routeNames = (route: string): string[] => route.split('/').filter((_, index) => index % 2 === 0);

/** Values of a subchart stand under its name in those of the chart above; `global` is the same for all. */
function below([, ...names]: readonly string[], values: DataMap): DataMap {
  return names.reduceRight<DataMap>((inside, name) => {
    const { global } = inside;
    return { ...(global !== undefined && { global }), [name]: inside };
  }, values);
}
