/** What Pulumi.yaml and Pulumi.<stack>.yaml say, as far as a deployment needs it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { shortStackName } from '../stack/choice.ts';
import { Failure } from '../stack/failure.ts';

export interface Project {
  readonly backendUrl: string | null;
  /** Keys of Pulumi.<stack>.yaml, each with its namespace: `data-platform:criblToken`. */
  readonly configKeys: readonly string[];
  /** Salt of the passphrase secrets provider; `null` for another provider or a stack without secrets. */
  readonly encryptionSalt: string | null;
  /** `awskms://…` and the like; `null` for the backend's default. */
  readonly secretsProvider: string | null;
}

export function readProject(directory: string, name: string, stack: string): Project {
  const path = join(directory, 'Pulumi.yaml');
  if (!existsSync(path)) {
    throw new Failure('configuration', 'Pulumi.yaml is missing beside deploy.yaml', {
      hint: `write it with these three lines:\nname: ${name}\nruntime: nodejs\nmain: .`,
    });
  }
  const project = settings(path);
  if (project['name'] !== name) {
    throw new Failure(
      'configuration',
      `Pulumi.yaml names the project "${String(project['name'])}", deploy.yaml "${name}"`,
      {
        hint: 'the state is kept under that name: make them the same',
      },
    );
  }
  if (project['main'] !== '.') {
    throw new Failure('configuration', 'Pulumi.yaml must have `main: .`', {
      hint: 'providers start in that folder, and charts are found relative to it',
    });
  }
  const { encryptionsalt, secretsprovider, config } = settings(
    join(directory, `Pulumi.${shortStackName(stack)}.yaml`),
  );
  return {
    backendUrl: text((project['backend'] as Record<string, unknown> | undefined)?.['url']),
    configKeys: Object.keys((config as Record<string, unknown> | undefined) ?? {}),
    encryptionSalt: text(encryptionsalt),
    secretsProvider: text(secretsprovider),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function settings(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    return (parse(readFileSync(path, 'utf8')) ?? {}) as Record<string, unknown>;
  } catch (error) {
    throw new Failure(
      'configuration',
      `${path} is not YAML: ${error instanceof Error ? error.message : ''}`,
      { cause: error },
    );
  }
}
