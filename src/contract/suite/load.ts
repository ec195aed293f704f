/** Loads a contract file: one call, and either everything about it is right or every problem is in one error. */
import { childOf, entriesOf } from '../../stack/expectation.ts';
import { Failure } from '../../stack/failure.ts';
import type { FieldPath } from '../../stack/desired.ts';
import { Folder } from '../../stack/folder.ts';
import { explain, parseContext } from '../../stack/issues.ts';
import { pathText, StackFileError } from '../../stack/problem.ts';
import { locate } from '../../stack/node.ts';
import { Problems } from '../../stack/problems.ts';
import { found } from '../../stack/wording.ts';
import { parseYaml, type YamlDocument } from '../../stack/yaml.ts';
import type { SourcePosition } from '../finding.ts';
import { FilesBeside } from './beside.ts';
import { expandedCases, type ExpandedCase } from './cases.ts';
import { crossProblems, type Known } from './cross-checks.ts';
import { overriddenSets } from './layers.ts';
import { contractFile, type ContractFile } from './schema.ts';
import type { Suite, SuiteRule, Target } from './suite.ts';

export interface SuiteRequest extends Known {
  /** Nothing outside of it is read: the stack directory, or the folder that a chart's contract belongs to. */
  readonly directory: string;
  /** The contract file, relative to `directory`. */
  readonly file: string;
  /** How findings name a file of the directory. Default: as it is. */
  readonly shownFile?: (file: string) => string;
}

/** Throws a `StackFileError` with every problem, or a `Failure` if there is no such file. */
export function loadSuite(request: SuiteRequest): Suite {
  const { directory, file, shownFile = (name) => name } = request;
  const folder = new Folder(directory);
  const document = parseContract(folder, file);
  const problems = new Problems(document);
  const files = new FilesBeside(directory, folder, problems);
  const result = contractFile.safeParse(document.value, parseContext);
  for (const { path, message, part } of [
    ...explain(result.error?.issues ?? [], contractFile, document.value),
    ...crossProblems(document.value, request),
  ]) {
    problems.add(path, message, part);
  }
  readNamedFiles(document.value, files);
  const crds = namedIn(document.value, 'crds').flatMap(([pattern, path]) => files.crds(pattern, path));
  problems.throwIfAny();
  if (!result.success)
    throw new Error('the contract file was refused without a reason', { cause: result.error });

  const contract = result.data;
  const positionIn = (name: string, { line, column }: { line: number; column: number }): SourcePosition => ({
    file: shownFile(name),
    line,
    column,
  });
  const positionOf = (path: FieldPath): SourcePosition => {
    const { file: name, ...at } = document.problemAt(path, '');
    return positionIn(name, at);
  };
  const expanded = expandedCases({ contract, document, files, positionIn });
  refuseOverriddenSets(expanded, problems);
  const { templates = null, branches = null, values = null } = contract.coverage;
  return {
    directory,
    file,
    target: targetOf(contract, files),
    packs: contract.packs,
    without: contract.without,
    crds,
    cases: expanded.map(({ one }) => one),
    rules: contract.rules.map((rule, index) => ruleOf(rule, ['rules', index], positionOf)),
    snapshots: contract.snapshots.map(({ on, cases: patterns }, index) => ({
      on,
      cases: patterns ?? null,
      source: positionOf(['snapshots', index, 'on']),
    })),
    waivers: contract.waivers.map(({ object = null, case: pattern = null, ...waiver }, index) => ({
      ...waiver,
      object,
      case: pattern,
      source: positionOf(['waivers', index]),
    })),
    coverage: { templates, branches, values },
    positionOf,
  };
}

function parseContract(folder: Folder, file: string): YamlDocument {
  const { bytes, problem } = folder.read(file);
  if (bytes === null) throw new Failure('configuration', `contract file: ${problem}`);
  const document = parseYaml(bytes, { file });
  if (document.root.kind === 'map') return document;
  throw new StackFileError([document.problemAt([], `expected a map, found ${found(document.value, false)}`)]);
}

/** Reads them all for their problems, whatever else is wrong. */
function readNamedFiles(value: unknown, files: FilesBeside): void {
  for (const [path, field] of namedIn(value, 'valueFiles')) files.values(path, field);
  for (const [key, one] of entriesOf(childOf(value, 'cases'))) {
    for (const [path, field] of namedIn(one, 'valueFiles', ['cases', key])) files.values(path, field);
  }
  const chart = childOf(value, 'chart');
  if (typeof chart === 'string' && isRelative(chart)) files.chart(chart, ['chart']);
}

function namedIn(from: unknown, key: string, path: FieldPath = []): [path: string, field: FieldPath][] {
  const list = childOf(from, key);
  return (Array.isArray(list) ? list : []).flatMap((item: unknown, index): [string, FieldPath][] =>
    typeof item === 'string' && isRelative(item) ? [[item, [...path, key, index]]] : [],
  );
}

/** What is wrong with any other path has been said by the schema. */
const isRelative = (path: string): boolean => path !== '' && !path.startsWith('/');

const targetOf = ({ release, chart = '' }: ContractFile, files: FilesBeside): Target =>
  release === undefined ? { kind: 'chart', ref: `./${files.from(chart)}` } : { kind: 'release', release };

function ruleOf(
  { cases, ...text }: ContractFile['rules'][number],
  path: FieldPath,
  positionOf: (path: FieldPath) => SourcePosition,
): SuiteRule {
  return {
    ...text,
    cases: cases ?? null,
    source: positionOf([...path, 'id']),
    parts: {
      on: positionOf([...path, 'on']),
      assert: positionOf([...path, 'assert']),
      messageExpression: positionOf([...path, 'messageExpression']),
    },
  };
}

/** Helm reads `--set` after all values: what a case's values seem to override there would stay as it is. */
function refuseOverriddenSets(cases: readonly ExpandedCase[], problems: Problems): void {
  for (const { one, sources } of cases) {
    for (const { layer, path, entry } of overriddenSets(sources)) {
      const place = problems.document.problemAt(entry.path, '');
      problems.addAll([
        {
          file: layer.file,
          ...locate(layer.root, path).at,
          path: pathText([...layer.base, ...path]),
          message: `"set" gives ${pathText(path)} in line ${place.line} of ${place.file}, and Helm puts "set" above all values: in case "${one.key}" this would have no effect. Give it with "set" here, or under "values" there`,
        },
      ]);
    }
  }
  problems.throwIfAny();
}
