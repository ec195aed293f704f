/** Names of templates and of value files that suites over the fixture charts may give. */
import * as fc from 'fast-check';

/** Which chart's `tests` folder a suite file lies in, from the fixtures' folder. */
export type SuiteChart = 'app' | 'app/charts/store' | 'strict';

/** That are there. */
const namesOf: Readonly<Record<SuiteChart, readonly string[]>> = {
  app: [
    'workload.yaml',
    'templates/workload.yaml',
    'deep/config.yaml',
    'shapes.yaml',
    'many.yaml',
    'list.yaml',
    'sometimes.yaml',
    'comments.yaml',
    'deep/deeper/still/about.yml',
    'deep/fails.yaml',
    'deep/nested.yaml',
    'deep/deeper/bottom.yaml',
    'plain.txt',
    'NOTES.txt',
    'charts/store/templates/claim.yaml',
  ],
  'app/charts/store': ['claim.yaml', 'templates/claim.yaml', 'NOTES.txt'],
  strict: ['only.yaml', 'second.yaml', 'templates/only.yaml'],
};

/** Patterns, what has no documents, and what isn't there. */
const otherNamesOf: Readonly<Record<SuiteChart, readonly string[]>> = {
  app: [
    '*.yaml',
    '*',
    '**',
    'templates/*',
    'deep/*.yaml',
    '**/config.yaml',
    'm*y.yaml',
    'charts/store/templates/*',
    'charts/*/templates/*.yaml',
    'charts/store/templates/NOTES.txt',
    'crds/thing.yaml',
    '_helpers.tpl',
    'none.yaml',
    'load.yaml',
    '',
  ],
  'app/charts/store': ['*', '**', 'c*.yaml', 'x.yaml'],
  strict: ['*', '*.yaml', 'nothing.yaml', 'settings.json'],
};

/** Of ten that are there, `others` are something else. */
export const templatesOf = (chart: SuiteChart, others: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...namesOf[chart]) },
    { weight: others, arbitrary: fc.constantFrom(...otherNamesOf[chart]) },
  );

const valueFile = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom('small.yaml', 'large.yaml', 'store.yaml', 'empty.yaml') },
  { weight: 1, arbitrary: fc.constantFrom('broken.yaml', 'list.yaml', 'missing.yaml') },
);

/** From the `tests` folder of each chart to the value files. */
const toValues: Readonly<Record<SuiteChart, string>> = {
  app: 'values',
  'app/charts/store': '../../../tests/values',
  strict: '../../app/tests/values',
};

export const valueFilesOf = (chart: SuiteChart): fc.Arbitrary<string[]> =>
  fc.array(
    valueFile.map((file) => `${toValues[chart]}/${file}`),
    { maxLength: 2 },
  );
