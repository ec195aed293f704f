/** The kubeconfig of a step: a path stays one; content, and the choice of a context, become files that only this step and its post step read. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { ActionInputs } from '../github/action/inputs.ts';
import type { Mask } from '../github/action/masks.ts';
import { at, listAt, type Data, isMap } from '../kubernetes/data.ts';
import { isSecretNameInObjects } from '../redaction/names.ts';
import { Failure } from '../stack/failure.ts';

export interface StepCluster {
  /** For KUBECONFIG; null: as the environment has it. */
  readonly kubeconfig: string | null;
  /** To be removed when the step is over; null if nothing was written. */
  readonly folder: string | null;
}

/** Throws a `Failure` (configuration) if the content is no kubeconfig. */
export function stepCluster(
  { kubeconfig, context }: Pick<ActionInputs, 'kubeconfig' | 'context'>,
  environment: NodeJS.ProcessEnv,
  mask: Mask,
): StepCluster {
  if (kubeconfig === null && context === null) return { kubeconfig: null, folder: null };
  const isGivenAsContent = kubeconfig !== null && isContent(kubeconfig);
  if (!isGivenAsContent && context === null) return { kubeconfig: resolve(kubeconfig ?? ''), folder: null };
  if (isGivenAsContent) maskSecrets(kubeconfig, mask);
  const folder = mkdtempSync(join(environment['RUNNER_TEMP'] || tmpdir(), 'k8s-deploy-step-')); // 0700
  const written = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const paths: string[] = [];
  // The first file that names a current context wins, as with kubectl; and the paths in the others stay what they are.
  if (context !== null)
    paths.push(
      written(
        'context.json',
        JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': context }),
      ),
    );
  if (isGivenAsContent) paths.push(written('kubeconfig', kubeconfig));
  else paths.push(kubeconfig === null ? usual(environment) : resolve(kubeconfig));
  return { kubeconfig: paths.join(delimiter), folder };
}

const usual = (environment: NodeJS.ProcessEnv): string =>
  environment['KUBECONFIG'] || join(homedir(), '.kube', 'config');

const isContent = (text: string): boolean => text.includes('\n') || text.startsWith('{');

function maskSecrets(text: string, mask: Mask): void {
  let config: Data;
  try {
    config = parse(text) as Data;
  } catch {
    config = null; // what it quotes may be a secret
  }
  if (!isMap(config) || listAt(config, 'clusters').length === 0)
    throw new Failure(
      'configuration',
      'kubeconfig: expected a path, or the content of a kubeconfig as YAML',
      {
        hint: 'kubeconfig: ${{ secrets.KUBECONFIG }}, with what `kubectl config view --raw --minify --flatten` prints',
      },
    );
  for (const user of listAt(config, 'users')) maskBelow(at(user, 'user'), mask);
}

/** The fields that hold secrets, and all that a program or a provider of credentials is given. */
function maskBelow(data: Data | undefined, mask: Mask): void {
  if (!isMap(data)) return;
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string' && (name === 'client-key-data' || isSecretNameInObjects(name))) {
      mask(value);
      if (name.endsWith('-data')) mask(Buffer.from(value, 'base64').toString());
    } else if (isMap(value)) maskBelow(value, mask);
    else for (const item of listAt(value)) if (name === 'env') mask(at(item, 'value') ?? null);
  }
}
