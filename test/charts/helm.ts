/** Renders a fixture chart with the real `helm template` and gives its objects, each with the template that it came from. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** The folder of fixture charts, with a slash at its end. */
export const charts = fileURLToPath(new URL('../fixtures/charts/', import.meta.url));

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface RenderedObject {
  /** Template inside the chart, e.g. `templates/deployment.yaml`. */
  readonly template: string;
  readonly object: KubeObject;
  /** Mapping keys that stand twice in the manifest. `object` holds the last of each, as the API server would read it. */
  readonly duplicateKeys: readonly string[];
}

export interface TemplateOptions {
  /** Helm release name; the chart's folder name by default. */
  readonly release?: string;
  /** `default` by default. */
  readonly namespace?: string;
  /** `1.33.0` by default. Always passed: without it Helm takes the cluster for 1.20 (G-1). */
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  /** Renders as `helm upgrade` would. */
  readonly upgrade?: boolean;
}

export interface Rendered {
  /** What Helm printed. */
  readonly text: string;
  readonly items: readonly RenderedObject[];
  readonly objects: readonly KubeObject[];
  /** Kinds of all objects, sorted, one entry per object. */
  readonly kinds: readonly string[];
  /** The only object of this kind, or the one with this name; throws when there isn't exactly one. */
  readonly one: (kind: string, name?: string) => KubeObject;
}

/** Helm refused or failed; the message is what it wrote to stderr. */
export class HelmFailure extends Error {
  constructor(stderr: string) {
    super(stderr);
    this.name = 'HelmFailure';
  }
}

/**
 * Renders `test/fixtures/charts/<chart>` with the given values over the chart's own.
 * Rejects with `HelmFailure` when the chart or its values schema refuses.
 */
export async function template(
  chart: string,
  values: object = {},
  options: TemplateOptions = {},
): Promise<Rendered> {
  const release = options.release ?? chart.replaceAll(/[^a-z0-9-]/g, '-');
  const args = [
    'template',
    release,
    `${charts}${chart}`,
    `--namespace=${options.namespace ?? 'default'}`,
    `--kube-version=${options.kubeVersion ?? '1.33.0'}`,
    ...(options.apiVersions ?? []).map((version) => `--api-versions=${version}`),
    ...(options.upgrade === true ? ['--is-upgrade'] : []),
    '--values=-',
  ];
  const text = await helm(args, JSON.stringify(values));
  return read(text);
}

/** Runs Helm with `stdin` and resolves with its stdout; rejects with `HelmFailure` on any other exit code than 0. */
export async function helm(args: readonly string[], stdin = ''): Promise<string> {
  const child = spawn('helm', [...args], { stdio: 'pipe' });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => {}); // Helm may end before it has read its values
  child.stdin.end(stdin);
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString('utf8'));
      else reject(new HelmFailure(Buffer.concat(stderr).toString('utf8')));
    });
  });
}

function read(text: string): Rendered {
  const items: RenderedObject[] = [];
  // Helm passes duplicate keys through (G-5). Reading with unique keys reports them, reading without takes the last.
  const strict = parseAllDocuments(text);
  const lenient = parseAllDocuments(text, { uniqueKeys: false });
  for (const [index, document] of lenient.entries()) {
    const error = document.errors[0];
    if (error !== undefined) throw error;
    const object = document.toJS() as KubeObject | null;
    if (object === null) continue;
    items.push({
      template: /Source: [^/\s]+\/(\S+)/.exec(document.commentBefore ?? '')?.[1] ?? '',
      object,
      duplicateKeys: duplicates(text, strict[index]?.errors ?? []),
    });
  }
  const objects = items.map((item) => item.object);
  return {
    text,
    items,
    objects,
    kinds: objects.map((object) => object.kind).toSorted(),
    one: (kind, name) => {
      const found = objects.filter(
        (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
      );
      const [object] = found;
      if (object !== undefined && found.length === 1) return object;
      const have = objects.map((each) => `${each.kind}/${each.metadata.name}`).join(', ');
      throw new Error(
        `expected one ${kind}${name === undefined ? '' : `/${name}`}, found ${found.length} in: ${have}`,
      );
    },
  };
}

function duplicates(text: string, errors: readonly { code: string; pos: [number, number] }[]): string[] {
  return errors
    .filter((error) => error.code === 'DUPLICATE_KEY')
    .map((error) => /^["']?([^"':\s]+)/.exec(text.slice(error.pos[0]))?.[1] ?? '');
}
