/** The kubeconfig files that hold, and the files that they name. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { Failure } from '../stack/failure.ts';

export type Entry = Readonly<Record<string, unknown>>;

export interface KubeconfigFile {
  /** Absolute: paths in it start here, and so does a program named with a slash. */
  readonly folder: string;
  readonly content: Entry;
}

/** An entry of a list in one of the files, such as a cluster or a user. */
export interface Named {
  readonly folder: string;
  readonly entry: Entry;
}

/** `kubeconfig`, else $KUBECONFIG with several files, else ~/.kube/config; those that are missing are left out. */
export function kubeconfigFiles(kubeconfig: string | null, environment: NodeJS.ProcessEnv): KubeconfigFile[] {
  const paths = kubeconfigPaths(kubeconfig, environment);
  const files = paths.flatMap(readConfig);
  if (files.length > 0) return files;
  throw new Failure('configuration', `no kubeconfig: ${paths.join(', ')} cannot be read`, {
    hint: 'set KUBECONFIG, or `cluster.kubeconfig` in deploy.yaml',
  });
}

/** The first entry of that name in `clusters`, `users` or `contexts`. */
export function named(
  files: readonly KubeconfigFile[],
  list: 'clusters' | 'users' | 'contexts',
  name: unknown,
): Named | null {
  const key = list.slice(0, -1); // each entry is {name, cluster: {…}}
  for (const { folder, content } of files) {
    const found = entriesOf(content[list]).find((each) => each['name'] === name);
    if (found !== undefined) return { folder, entry: isEntry(found[key]) ? found[key] : {} };
  }
  return null;
}

/** `<name>-data`, base64, wins over `<name>`, a path. Null if there is neither. */
export function fileContent({ folder, entry }: Named, name: string): Buffer | null {
  const data = entry[`${name}-data`];
  return isText(data) ? Buffer.from(data, 'base64') : readNamed(folder, entry[name]);
}

/** What stands in the file of that path; null if it is no path. */
export function readNamed(folder: string, path: unknown): Buffer | null {
  if (!isText(path)) return null;
  const file = isAbsolute(path) ? path : join(folder, path);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure('configuration', `the kubeconfig names ${file}, which cannot be read`, {
      cause: error,
    });
  }
}

export const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const entriesOf = (value: unknown): readonly Entry[] =>
  Array.isArray(value) ? value.filter(isEntry) : [];

/** Text that is not empty, which kubectl takes for none. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function kubeconfigPaths(kubeconfig: string | null, environment: NodeJS.ProcessEnv): string[] {
  if (kubeconfig !== null) return [kubeconfig];
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  return listed.length > 0 ? listed : [join(homedir(), '.kube', 'config')];
}

function readConfig(path: string): KubeconfigFile[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  try {
    const content: unknown = parse(text);
    return [{ folder: dirname(resolve(path)), content: isEntry(content) ? content : {} }];
  } catch {
    // The parser's own words quote the file, and a token may stand there.
    throw new Failure('configuration', `${path} is not YAML`);
  }
}
