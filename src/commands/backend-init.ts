/** Makes the place where the states of stacks are kept: outside of every stack, before the first one. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseBackend, type Backend } from '../deploy/backend.ts';
import type { InitialisedBucket } from '../deploy/backend-init/bucket.ts';
import { deployPolicy, initActions } from '../deploy/backend-init/policy.ts';
import type { BucketFeature } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { readStackFile } from '../stack/load.ts';
import { desire } from '../systems/desire.ts';
import { systems } from '../systems/registry.ts';
import type { Io } from './session.ts';

export interface BackendInitOptions {
  /** The stack directory, whose stacks must not declare the bucket as their own. */
  readonly cwd: string;
  readonly json: boolean;
  readonly kmsKey?: string | undefined;
  /** 0: for ever. */
  readonly keepDays: number;
  readonly require: readonly string[];
}

/** Exit code 0 if the place is ready, whether it was before or not. */
export async function backendInit(url: string, options: BackendInitOptions, io: Io): Promise<number> {
  const backend = parseBackend(url);
  switch (backend.kind) {
    case 'file': {
      const { initFolder } = await import('../deploy/backend-init/folder.ts');
      const created = await initFolder(backend);
      if (options.json) io.terminal.out(json(backend, { created }));
      else {
        io.terminal.out(`${created ? 'made' : 'found'} the folder ${backend.folder}`);
        sayWhatToSet(backend, io);
      }
      return 0;
    }
    case 's3':
      return await initialiseBucket(backend, options, io);
    case 'cloud':
    case 'other':
      throw new Failure('configuration', `backend init cannot make ${backend.url.split('?')[0]}`, {
        hint: 'it makes s3://BUCKET?region=… and file:///FOLDER; make others with the tools of that cloud: private, versioned, encrypted',
      });
  }
}

async function initialiseBucket(
  backend: Extract<Backend, { kind: 's3' }>,
  options: BackendInitOptions,
  { terminal, environment, signal }: Io,
): Promise<number> {
  const { initBucket, keepsStateIn } = await import('../deploy/backend-init/bucket.ts');
  for (const { stack, path, declared } of declaredBuckets(options.cwd)) {
    if (!keepsStateIn(backend, declared, environment)) continue;
    throw new Failure(
      'configuration',
      `bucket "${backend.bucket}" is declared by stack "${stack}" as its own (deploy.yaml, ${path})`,
      {
        hint: 'choose another name: a stack cannot look after the bucket that its own state is kept in',
      },
    );
  }
  const kmsKey = options.kmsKey ?? null;
  const wish = {
    kmsKey,
    keepDays: options.keepDays === 0 ? null : options.keepDays,
    require: options.require as BucketFeature[], // commander has checked them
  };
  const made = await initBucket(backend, wish, { environment, signal });
  const policy = deployPolicy(made.bucket, backend.prefix, kmsKey);
  if (options.json) {
    terminal.out(json(backend, { ...made, policy, initActions }));
    return 0;
  }
  terminal.out(
    `${made.created ? 'made' : 'found'} bucket ${made.bucket} in ${made.region}${made.set.length === 0 ? ': nothing had to be set' : `, set: ${made.set.join(', ')}`}`,
  );
  for (const warning of warnings(made)) terminal.note(`${terminal.style('yellow', '!')} ${warning}`);
  sayWhatToSet(backend, { terminal });
  terminal.out(`rights of those who deploy:\n${JSON.stringify(policy, null, 2)}`);
  return 0;
}

function warnings({ bucket, missing, conditionalWrites }: InitialisedBucket): string[] {
  return [
    ...(missing.length === 0
      ? []
      : [`the store does not implement ${missing.join(', ')}: bucket ${bucket} stays without`]),
    ...(conditionalWrites
      ? []
      : [
          'the store does not know conditional writes: two runs that begin within the same moment may both be refused; give the workflow a concurrency group',
        ]),
  ];
}

function sayWhatToSet({ url }: Backend, { terminal }: Pick<Io, 'terminal'>): void {
  terminal.out(`set for every run:\n  PULUMI_BACKEND_URL=${url}`);
}

const json = (backend: Backend, made: object): string =>
  JSON.stringify(
    {
      backend: { kind: backend.kind, url: backend.url },
      ...made,
      environment: { PULUMI_BACKEND_URL: backend.url },
    },
    null,
    2,
  );

/** Of every stack of the directory; none if it has no stack file. */
function declaredBuckets(
  cwd: string,
): { stack: string; path: string; declared: { bucket: string; endpoint: string | null } }[] {
  const directory = resolve(cwd);
  if (!existsSync(join(directory, 'deploy.yaml'))) return [];
  const file = readStackFile(directory);
  return file.names.flatMap((stack) =>
    desire(file.load({ stack, systems })).backing.flatMap((backing) =>
      backing.kind === 'bucket'
        ? [{ stack, path: backing.id, declared: { bucket: backing.bucket, endpoint: backing.endpoint } }]
        : [],
    ),
  );
}
