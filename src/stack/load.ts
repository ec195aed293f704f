/** Loads a stack file: one call, and either everything about it is right or every problem is in one error. */
import type { FieldPath, Values } from './desired.ts';
import { chooseStack, namesOf, shortStackName, type KnownStacks } from './choice.ts';
import { Failure } from './failure.ts';
import type { TextSource } from './fields.ts';
import { textFilesIn, valueFilesIn } from './file-fields.ts';
import { StackFiles } from './files.ts';
import { Folder } from './folder.ts';
import { explain, parseContext } from './issues.ts';
import { overridden } from './override.ts';
import type { FilePosition } from './position.ts';
import { Problems } from './problems.ts';
import { quoted, StackFileError, type Problem } from './problem.ts';
import { referenceProblems } from './references.ts';
import { apiVersion, stackFileSchema, type StackFile, type SystemOptions } from './schema.ts';
import { found } from './wording.ts';
import { parseYaml, type YamlDocument } from './yaml.ts';
import { documentOf } from './plain-data.ts';

const stackFileName = 'deploy.yaml';

export interface LoadedStack {
  readonly directory: string; // as it was given
  readonly file: string; // `deploy.yaml`; empty if a program gave it as data
  readonly stack: string; // as it was given, e.g. `organization/dev`, or the only one that is known
  readonly document: StackFile;
  /** Text that is written in the stack file or kept in a file; empty if the file is refused, which `problems` then has. */
  text(source: TextSource, path: FieldPath): string;
  /** The Helm values in a file; an empty map if the file is refused, which `problems` then has. */
  valueFile(file: string, path: FieldPath): Values;
  /** Where a value stands in one of `valueFiles`; null if it is not in that file. */
  positionInValueFile(file: string, path: FieldPath): FilePosition | null;
  /** Where the field stands, or the innermost thing that exists on the way to it. `file` is relative to `directory`. */
  positionOf(path: FieldPath): FilePosition;
  readonly problems: {
    /** Notes a problem at a field; the path need not exist in the file. */
    add(path: FieldPath, message: string): void;
    throwIfAny(): void;
  };
}

/** The stack file of a directory, parsed once, however many stacks are then loaded from it. */
export interface StackFileText {
  /** The stacks that it or a file beside it names. */
  readonly names: readonly string[];
  /** For one stack, with the files that it names, secrets excepted. Throws a `StackFileError` with every problem, or a `Failure` if there is no such stack. */
  load(request: {
    readonly stack?: string | undefined;
    readonly systems: readonly SystemOptions[];
  }): LoadedStack;
}

/** Throws a `Failure` if `directory` has no `deploy.yaml`, and a `StackFileError` if that is no YAML. */
export function readStackFile(directory: string): StackFileText {
  const folder = openFolder(directory);
  const base = parseStackFile(folder, directory);
  const known = stacksIn(base, folder);
  return {
    names: namesOf(known),
    load: ({ stack: wanted, systems }) => {
      const stack = chooseStack(wanted, known);
      const { document, problems } = overridden(base, shortStackName(stack));
      return checked({ directory, systems, stack, document, problems, folder });
    },
  };
}

/** `readStackFile` for one stack. */
export function loadStackFile(request: {
  readonly directory: string;
  readonly stack?: string | undefined;
  readonly systems: readonly SystemOptions[];
}): LoadedStack {
  return readStackFile(request.directory).load(request);
}

/**
 * The same for what a program gives in the place of the file: `data` is the document without what is for files alone (`apiVersion`,
 * `stacks`, `contracts`, `protect`).
 */
export function loadStackData(request: {
  readonly directory: string;
  readonly stack: string;
  readonly systems: readonly SystemOptions[];
  readonly data: unknown;
}): LoadedStack {
  const given = documentOf(request.data);
  if (given.root.kind !== 'map') {
    throw new StackFileError([given.problemAt([], `expected an object, found ${found(given.value, false)}`)]);
  }
  const { entries } = given.root;
  const misplaced = Object.entries(ofFilesAlone).filter(([key]) => entries.has(key));
  const problems = misplaced.map(([key, message]) => given.problemAt([key], message, 'key'));
  const own = Object.entries(given.value ?? {}).filter(([key]) => !Object.hasOwn(ofFilesAlone, key));
  const document = documentOf({ ...Object.fromEntries<unknown>(own), apiVersion });
  return checked({ ...request, document, problems, folder: openFolder(request.directory) });
}

const ofFilesAlone: Readonly<Record<string, string>> = {
  apiVersion: 'belongs to stack files; leave it out',
  stacks: 'belongs to stack files; a program decides by pulumi.getStack()',
  contracts: 'belongs to stack files: `k8s-deploy check` reads those',
  protect: 'belongs to stack files: `k8s-deploy destroy` reads those',
};

function checked(request: {
  readonly directory: string;
  readonly stack: string;
  readonly systems: readonly SystemOptions[];
  readonly document: YamlDocument;
  readonly problems: readonly Problem[];
  readonly folder: Folder;
}): LoadedStack {
  const { document, folder } = request;
  const problems = new Problems(document);
  problems.addAll(request.problems);

  const schema = stackFileSchema(request.systems);
  const result = schema.safeParse(document.value, parseContext);
  for (const { path, message, part } of explain(result.error?.issues ?? [], schema, document.value)) {
    problems.add(path, message, part);
  }
  for (const { path, message } of referenceProblems(document.value)) problems.add(path, message);
  const files = new StackFiles(folder, problems);
  for (const [path, file] of textFilesIn(document.value, schema)) files.text({ fromFile: file }, path);
  for (const [path, file] of valueFilesIn(document.value)) files.valueFile(file, path);
  problems.throwIfAny();
  if (!result.success)
    throw new Error('the stack file was refused without a reason', { cause: result.error });

  return {
    directory: request.directory,
    file: document.file,
    stack: request.stack,
    document: result.data,
    text: (source, path) => files.text(source, path),
    valueFile: (file, path) => files.valueFile(file, path),
    positionInValueFile: (file, path) => files.positionIn(file, path),
    positionOf: (path) => {
      const { file, line, column } = document.problemAt(path, '');
      return { file, line, column };
    },
    problems,
  };
}

function stacksIn(base: YamlDocument, folder: Folder): KnownStacks {
  const overrides = base.root.kind === 'map' ? base.root.entries.get('stacks')?.node : undefined;
  return {
    overrides: overrides?.kind === 'map' ? [...overrides.entries.keys()] : [],
    files: folder.names(),
  };
}

function openFolder(directory: string): Folder {
  try {
    return new Folder(directory);
  } catch (cause) {
    throw new Failure('configuration', `there is no stack directory ${quoted(directory)}`, { cause });
  }
}

function parseStackFile(folder: Folder, directory: string): YamlDocument {
  const { bytes, problem } = folder.read(stackFileName);
  if (bytes === null) {
    const hint = `the stack directory is ${directory}; name another one with --cwd`;
    throw new Failure('configuration', problem, { hint });
  }
  const document = parseYaml(bytes, { file: stackFileName });
  if (document.root.kind !== 'map') {
    throw new StackFileError([
      document.problemAt([], `expected a map, found ${found(document.value, false)}`),
    ]);
  }
  return document;
}
