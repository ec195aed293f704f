/** Where snapshots are kept: `__snapshots__/<contract file>` beside the contract, by case and object. */
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { stringify } from 'yaml';
import { Failure } from '../../stack/failure.ts';
import { Folder } from '../../stack/folder.ts';
import { quoted, StackFileError } from '../../stack/problem.ts';
import type { DataNode } from '../../stack/node.ts';
import type { Position } from '../../stack/position.ts';
import { found } from '../../stack/wording.ts';
import { parseYaml, type YamlDocument } from '../../stack/yaml.ts';
import { yamlLimits } from '../../stack/yaml-limits.ts';

export interface Snapshots {
  readonly file: string; // relative to the directory
  readonly cases: ReadonlyMap<string, SnapshotCase>;
}
export interface SnapshotCase {
  readonly at: Position;
  readonly objects: ReadonlyMap<string, { readonly text: string; readonly at: Position }>;
}

const folderName = '__snapshots__';

const snapshotFile = (contract: string): string =>
  posix.join(posix.dirname(contract), folderName, posix.basename(contract).replace(/(\.ya?ml)?$/, '.yaml'));

/** None if there is no file yet. Throws a `StackFileError` for what is no file of snapshots. */
export function readSnapshots(directory: string, contract: string): Snapshots {
  const file = snapshotFile(contract);
  if (!existsSync(join(directory, file))) return { file, cases: new Map() };
  const { bytes, problem } = new Folder(directory).read(file);
  if (bytes === null) throw new Failure('configuration', `snapshots: ${problem}`);
  const document = parseYaml(bytes, { file });
  return { file, cases: document.value === null ? new Map() : casesOf(document) };
}

function casesOf(document: YamlDocument): Snapshots['cases'] {
  const entriesAt = (node: DataNode, path: readonly string[]) => {
    if (node.kind === 'map') return node.entries;
    const message = `expected a map, found ${found(node.kind === 'list' ? [] : node.value, false)}; remove the file and write it anew with --update`;
    throw new StackFileError([document.problemAt(path, message)]);
  };
  const cases = new Map<string, SnapshotCase>();
  for (const [label, entry] of entriesAt(document.root, [])) {
    const objects = new Map<string, { text: string; at: Position }>();
    for (const [id, { keyAt, node }] of entriesAt(entry.node, [label])) {
      if (node.kind !== 'scalar' || typeof node.value !== 'string') {
        const message = 'expected the text of an object; write it anew with --update';
        throw new StackFileError([document.problemAt([label, id], message)]);
      }
      objects.set(id, { text: node.value, at: keyAt });
    }
    cases.set(label, { at: entry.keyAt, objects });
  }
  return cases;
}

const head = `# Written by \`k8s-deploy check --update\`: objects as the cases render them. Review it as you would review code.\n`;

type Texts = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The text of a file; cases and objects in alphabetical order. */
export function snapshotFileText(cases: Texts): string {
  const sorted = new Map(
    inOrder(cases).map(([label, objects]) => [label, new Map(inOrder(objects))] as const),
  );
  return head + stringify(sorted, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
}

const inOrder = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].toSorted(([a], [b]) => Number(a > b) - Number(a < b));

/** Whole or not at all, and only if it is another text; without any case, the file is removed. */
export function writeSnapshots(directory: string, contract: string, cases: Texts): void {
  const file = snapshotFile(contract);
  if (cases.size === 0) {
    if (existsSync(join(directory, file))) rmSync(join(folderInside(directory, file), posix.basename(file)));
    return;
  }
  const text = snapshotFileText(cases);
  const bytes = Buffer.byteLength(text);
  if (bytes > yamlLimits.bytes) {
    throw new Failure(
      'configuration',
      `the snapshots of ${quoted(contract)} would have ${bytes} bytes; at most ${yamlLimits.bytes} are kept`,
      { hint: 'Choose fewer objects with "on", or fewer cases with "cases".' },
    );
  }
  const before = new Folder(directory).read(file).bytes;
  if (before !== null && Buffer.from(text).equals(before)) return;
  mkdirSync(join(directory, posix.dirname(file)), { recursive: true });
  const target = join(folderInside(directory, file), posix.basename(file));
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The real path of the folder of a file, which may be a link, but not one that leaves the directory. */
function folderInside(directory: string, file: string): string {
  const real = realpathSync(join(directory, posix.dirname(file)));
  if (`${real}${sep}`.startsWith(`${realpathSync(directory)}${sep}`)) return real;
  const folder = quoted(posix.dirname(file));
  throw new Failure('configuration', `${folder} leads out of the directory, where nothing is written`);
}
