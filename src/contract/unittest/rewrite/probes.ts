/**
 * Which document an index means: suites that ask for the kind and name of every document, with the inputs of the tests that choose by index. What
 * fails tells what is there, in the order of the template, which a render of Helm does not have any more. Pure.
 */
import type { DataMap } from '../../../kubernetes/data.ts';
import type { AssertRun, SuiteFileRun } from '../../../render/suite-runs.ts';
import { textsIn } from './suite-fields.ts';
import type { SuiteText, TestText } from './suite-text.ts';
import { templatesOf } from './templates.ts';

export interface TemplateDocument {
  readonly kind: string;
  readonly name: string;
}

/** By template: `web/templates/services.yaml`. */
export type Documents = ReadonlyMap<string, readonly TemplateDocument[]>;

interface ProbedFile {
  readonly suites: readonly (SuiteText | null)[] | null;
  readonly context: { readonly route: string };
}

/** No document has it. */
const unlikely = 'k8s-deploy asks which document this is';

/** A file of suites in JSON; null: no test chooses by index. `absolute`: a path of the suite. */
export function probeText(
  { suites, context: { route } }: ProbedFile,
  absolute: (path: string) => string,
): string | null {
  const probes = (suites ?? []).flatMap((suite) => {
    const tests = suite === null ? [] : suite.tests.flatMap((test) => probeOf(route, suite, test, absolute));
    if (suite === null || tests.length === 0) return [];
    const { skip: _, ...data } = suite.data;
    return JSON.stringify({ ...data, ...valuesIn(suite.data, absolute), tests });
  });
  return probes.length === 0 ? null : probes.join('\n---\n');
}

function probeOf(
  route: string,
  suite: SuiteText,
  test: TestText,
  absolute: (path: string) => string,
): DataMap[] {
  const files = test.asserts.flatMap(({ data }) => {
    const templates = templatesOf(route, suite.data, test.data, data);
    const isIndexed = (data['documentIndex'] ?? test.data['documentIndex']) !== undefined;
    return isIndexed && templates.kind === 'files' ? templates.files : [];
  });
  if (files.length === 0) return [];
  const {
    skip: _,
    documentIndex: __,
    documentSelector: ___,
    template: ____,
    templates: _____,
    ...data
  } = test.data;
  const asserts = [...new Set(files)].flatMap((file) =>
    ['kind', 'metadata.name'].map((path) => ({
      template: file.slice(route.length + 1),
      equal: { path, value: unlikely },
    })),
  );
  return [{ ...data, ...valuesIn(test.data, absolute), it: keyOf(test), asserts }];
}

const valuesIn = (data: DataMap, absolute: (path: string) => string): DataMap =>
  data['values'] === undefined ? {} : { values: textsIn(data['values']).map(absolute) };

/** Of a test in its file. */
export const keyOf = ({ line }: Pick<TestText, 'line'>): string => `line ${line}`;

/** By key of the test. */
export const probedDocuments = ({ suites }: Pick<SuiteFileRun, 'suites'>): ReadonlyMap<string, Documents> =>
  new Map(suites.flatMap(({ tests }) => tests.map(({ name, asserts }) => [name, documentsIn(asserts)])));

/** The kinds of a template, and then its names. */
function documentsIn(asserts: readonly AssertRun[]): Documents {
  const found = asserts.map(({ failures }) => ({
    template: failures[0]?.template ?? '',
    texts: failures.map(({ actual }) => plain(actual)),
  }));
  return new Map(
    found.flatMap(({ template, texts }, index) => {
      const names = found[index + 1];
      if (index % 2 !== 0 || names === undefined || names.texts.length !== texts.length) return [];
      return [[template, texts.map((kind, at) => ({ kind, name: names.texts[at] ?? '' }))]];
    }),
  );
}

/** Of a scalar in YAML. */
const plain = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2');

/** What tells the document at the index from the others of its template, as fields; null: nothing does. */
export function distinction(
  documents: readonly TemplateDocument[],
  index: number,
): readonly (keyof TemplateDocument)[] | null {
  const own = documents[index];
  if (own === undefined || documents.length === 1) return own === undefined ? null : [];
  const others = documents.filter((_, at) => at !== index);
  const ways: readonly (readonly (keyof TemplateDocument)[])[] = [['kind'], ['name'], ['kind', 'name']];
  return (
    ways.find((way) => !others.some((other) => way.every((field) => other[field] === own[field]))) ?? null
  );
}
