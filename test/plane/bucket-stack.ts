/** A stack with one state bucket, run by the real engine: inline program, file backend, our provider found on PATH. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import type { CustomResourceOptions } from '@pulumi/pulumi';
import {
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type Stack,
} from '@pulumi/pulumi/automation/index.js';
import { StateBucket } from '../../pulumi/components/state-bucket.ts';
import { bucketType } from '../../pulumi/provider/provider.ts';
import { writeProviderShim } from '../../pulumi/provider/shim.ts';
import type { BucketBacking } from '../../src/stack/desired.ts';

export interface Store {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function clientOf({ endpoint, region, ...credentials }: Store): S3 {
  return new S3({ endpoint, region, credentials, forcePathStyle: true });
}

/** What an operation did to the bucket. */
export interface Outcome {
  /** Of the bucket only, e.g. `create`, `same`, `update`; `null` if it was not touched. */
  readonly step: string | null;
  readonly changed: readonly string[];
  /** Messages of the provider. */
  readonly messages: readonly { readonly severity: string; readonly text: string }[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

const root = mkdtempSync(join(tmpdir(), 'bucket-stack-'));
const shims = join(root, 'bin');
writeProviderShim(shims, join(import.meta.dirname, '../../pulumi/provider/main.ts'));

const project = 'shop';

/** A name that no other test has. */
export const uniqueName = (what: string): string => `${what}-${randomBytes(4).toString('hex')}`;

export class BucketStack {
  readonly name: string;
  /** Everything at the defaults of the stack file, AES256 and 30 days of old versions. */
  declared: BucketBacking;
  options: CustomResourceOptions = {};
  readonly #stack: Stack;

  private constructor(stack: Stack, declared: BucketBacking) {
    this.#stack = stack;
    this.name = stack.name;
    this.declared = declared;
  }

  static async open(
    store: Store,
    {
      bucket = uniqueName('state'),
      environment = {},
    }: { bucket?: string; environment?: Record<string, string> } = {},
  ): Promise<BucketStack> {
    const directory = mkdtempSync(join(root, 'stack-'));
    mkdirSync(join(directory, 'state'));
    let opened: BucketStack;
    const program = (): Promise<Record<string, unknown>> => {
      const {
        bucket: name,
        adopted,
        missing,
      } = new StateBucket(opened.declared, `${project}/${opened.name}`, opened.options);
      return Promise.resolve({ bucket: name, adopted, missing });
    };
    const stack = await LocalWorkspace.createStack(
      { stackName: 'dev', projectName: project, program },
      {
        workDir: directory,
        projectSettings: { name: project, runtime: 'nodejs', main: '.' },
        envVars: {
          PATH: [shims, process.env['PATH']].join(delimiter),
          PULUMI_BACKEND_URL: `file://${directory}/state`,
          PULUMI_CONFIG_PASSPHRASE: 'bucket',
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          AWS_ACCESS_KEY_ID: store.accessKeyId,
          AWS_SECRET_ACCESS_KEY: store.secretAccessKey,
          ...environment,
        },
      },
    );
    opened = new BucketStack(stack, {
      kind: 'bucket',
      id: `bucket/${bucket}`,
      bucket,
      region: store.region,
      endpoint: store.endpoint,
      forcePathStyle: true,
      versioning: true,
      encryption: 'AES256',
      kmsKeyId: null,
      blockPublicAccess: true,
      tags: { team: 'payments' },
      expireNoncurrentDays: 30,
      require: [],
    });
    return opened;
  }

  declare(change: Partial<BucketBacking>): void {
    this.declared = { ...this.declared, ...change };
  }

  preview(): Promise<Outcome> {
    return this.#run((onEvent) => this.#stack.preview({ onEvent }));
  }

  up(): Promise<Outcome> {
    return this.#run((onEvent) => this.#stack.up({ onEvent }));
  }

  refresh(): Promise<Outcome> {
    return this.#run((onEvent) => this.#stack.refresh({ onEvent }));
  }

  destroy(): Promise<Outcome> {
    return this.#run((onEvent) => this.#stack.destroy({ onEvent }));
  }

  /** What the state holds of the bucket. */
  async inputs(): Promise<Record<string, unknown> | undefined> {
    const { deployment } = await this.#stack.exportStack();
    const resources = (deployment.resources ?? []) as { type: string; inputs?: Record<string, unknown> }[];
    return resources.find(({ type }) => type === bucketType)?.inputs;
  }

  async #run(operation: (onEvent: (event: EngineEvent) => void) => Promise<object>): Promise<Outcome> {
    const events: EngineEvent[] = [];
    let result: object | null = null;
    try {
      result = await operation((event) => events.push(event));
    } catch {
      // The messages say why.
    }
    const step = events
      .flatMap(
        ({ resourcePreEvent, resOutputsEvent }) => (resOutputsEvent ?? resourcePreEvent)?.metadata ?? [],
      )
      .findLast(({ type }) => type === bucketType);
    const messages = events.flatMap(({ diagnosticEvent }) =>
      diagnosticEvent?.urn?.includes(bucketType) === true
        ? [{ severity: diagnosticEvent.severity, text: withoutColour(diagnosticEvent.message) }]
        : [],
    );
    const outputs = result !== null && 'outputs' in result ? (result.outputs as OutputMap) : {};
    return {
      step: step?.op ?? null,
      changed: Object.keys(step?.detailedDiff ?? {}).toSorted(),
      messages,
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([name, output]) => [name, output.value as unknown]),
      ),
      failed: result === null,
    };
  }
}

const withoutColour = (text: string): string => text.replaceAll(/<\{%.*?%\}>/g, '').trim();
