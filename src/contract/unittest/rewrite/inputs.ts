/** What a test renders the chart with, as a case of a contract: values laid over each other, names, versions. Pure. */
import type { Data } from '../../../kubernetes/data.ts';
import type { Gap, InputContext, InputPart, Inputs } from './case-inputs.ts';
import { namesOf } from './release-names.ts';
import { fieldIn, textsIn } from './suite-fields.ts';
import type { SuiteText, TestText } from './suite-text.ts';
import { valuesOf } from './value-layers.ts';

export function inputsOf(suite: SuiteText, test: TestText, context: InputContext): Inputs {
  const values = valuesOf(suite, test, context);
  const names = namesOf(suite, test);
  const versions = versionsOf(suite, test, context);
  return {
    fields: { ...values.fields, ...names.fields, ...versions.fields },
    renamed: names.renamed,
    gaps: [...values.gaps, ...names.gaps, ...versions.gaps, ...otherGaps(suite, test)],
  };
}

function versionsOf(suite: SuiteText, test: TestText, { kubeVersion }: InputContext): InputPart {
  const [ofTest, ofSuite] = [test, suite].map(({ data }) => data['capabilities']);
  const part = (key: string): string =>
    [fieldIn(ofTest, key), fieldIn(ofSuite, key)]
      .filter((one) => typeof one === 'string' || typeof one === 'number')
      .map(String)
      .find((one) => one !== '') ?? '';
  const [major, minor] = [part('majorVersion'), part('minorVersion')];
  const [usualMajor = '', usualMinor = ''] = kubeVersion.split('.');
  const asked = fieldIn(ofTest, 'apiVersions');
  const apiVersions =
    asked === null ? [] : [...new Set([...textsIn(asked), ...textsIn(fieldIn(ofSuite, 'apiVersions'))])];
  return {
    fields: {
      ...(major + minor !== '' && { kubeVersions: [`${major || usualMajor}.${minor || usualMinor}`] }),
      ...(apiVersions.length > 0 && { apiVersions }),
    },
    gaps: [],
  };
}

function otherGaps(suite: SuiteText, test: TestText): Gap[] {
  const given = (key: string): Data => test.data[key] ?? suite.data[key] ?? null;
  const gap = (what: string, why: string, hint: string, isFatal = false): Gap[] =>
    given(what) === null
      ? []
      : [{ what, why, hint, isFatal, isOfSuite: !isFatal && test.data[what] === undefined }];
  return [
    ...gap(
      'postRenderer',
      'contracts are about what the chart renders',
      'Keep the test in its suite, which check runs with --allow-post-renderer.',
      true,
    ),
    ...gap(
      'kubernetesProvider',
      'lookup finds nothing when a contract is checked',
      'Keep tests that need the objects in their suite.',
    ),
    ...gap(
      'chart',
      'a case is rendered with the version and appVersion of Chart.yaml',
      'Compare with chart.version and chart.appVersion in a rule.',
    ),
  ];
}
