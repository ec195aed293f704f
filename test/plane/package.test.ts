/** A Pulumi program of somebody else that imports the package, run by Pulumi on the local control plane. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { list } from '../setup/cluster.ts';
import { openNpmStack, type NpmStack } from '../setup/npm-stack.ts';
import { must } from '../setup/open-example.ts';
import { testPlane } from '../setup/plane-environment.ts';
import type { Ran } from '../setup/stack-copy.ts';

const plane = testPlane();
let stack: NpmStack;

const programOf = (replicas: number | string): string => `
import * as pulumi from '@pulumi/pulumi';
import { chart, declare, fromEnv, fromFile, nameOf } from 'k8s-deploy-action';

const { releases, services } = await declare({
  cluster: { identifier: 'example' },
  namespaces: { hello: { podSecurity: { enforce: 'restricted' } } },
  backing: {
    secrets: { login: { namespace: 'hello', data: { username: 'hello', password: fromEnv('HELLO_PASSWORD') } } },
    caBundles: { ca: { namespace: 'hello', data: { 'ca.crt': fromFile('ca.crt') } } },
  },
  releases: {
    greeting: chart({
      chart: { ref: './charts/hello' },
      namespace: 'hello',
      timeout: ${JSON.stringify(typeof replicas === 'string' ? replicas : '1m')},
      values: { replicas: ${JSON.stringify(replicas)}, loginSecret: nameOf('login'), caConfigMap: nameOf('ca') },
    }),
  },
});
export const name = releases.greeting.name;
export const address = services.greeting.apply(([first]) => 'http://' + first);
export const of = pulumi.getProject();
`;

const write = (replicas: number | string): void =>
  writeFileSync(join(stack.directory, 'index.js'), programOf(replicas));
const pulumi = (...args: readonly string[]): Promise<Ran> => stack.pulumi([...args, '--stack', 'dev']);

beforeAll(async () => {
  stack = await openNpmStack('plain-chart');
  await must(stack.pulumi(['stack', 'init', 'dev']));
});
afterAll(async () => {
  await pulumi('destroy', '--yes');
  stack.remove();
});

test('what is wrong with the options is said as for a stack file, without lines and without a trace', async () => {
  write('soon');
  const { exitCode, stdout } = await pulumi('preview');
  expect(exitCode).not.toBe(0);
  expect(stdout).toContain(
    'error: releases.greeting.timeout: expected a duration such as "30s", "5m" or "1h30m"',
  );
  expect(stdout).not.toMatch(/^ +at /m);
});

test('previewed, it shows the release; applied, it runs, and its outputs are the program’s', async () => {
  write(2);
  const { stdout: preview } = await must(pulumi('preview'));
  expect(preview).toMatch(/kubernetes:helm\.sh\/v3:Release +greeting +create/);
  await must(pulumi('up', '--yes', '--skip-preview'));
  const [deployment] = await list(plane, 'apps/v1/deployments', 'hello');
  expect(deployment?.status?.['readyReplicas']).toBe(2);
  const { stdout } = await must(pulumi('stack', 'output', '--json'));
  expect(JSON.parse(stdout)).toEqual({
    name: 'greeting',
    address: 'http://greeting.hello.svc.cluster.local',
    of: 'plain-chart',
  });
  await must(pulumi('preview', '--expect-no-changes'));
});
