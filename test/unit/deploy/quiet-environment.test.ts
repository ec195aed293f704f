import { afterEach, expect, test, vi } from 'vitest';
import { loudVariables, quietEnvironment } from '../../../src/deploy/quiet-environment.ts';
import { pulumiStandIn } from './pulumi-stand-in.ts';

afterEach(() => vi.unstubAllEnvs());

const loud = {
  HELM_DEBUG: 'true',
  PULUMI_DEBUG_GRPC: '/tmp/grpc.json',
  PULUMI_K8S_DELETE_UNREACHABLE: 'true',
  PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: 'true',
  PULUMI_OPTION_LOGTOSTDERR: 'true',
  PULUMI_OPTION_SHOW_SECRETS: 'true',
  PULUMI_OPTION_TARGET: 'urn',
  PULUMI_OPTION_VERBOSE: '11',
  TF_LOG: 'TRACE',
};
const quiet = {
  PATH: '/bin',
  PULUMI_OPTION_PARALLEL: '4',
  PULUMI_BACKEND_URL: 'file:///tmp',
  PULUMI_HOME: '/h',
};

test('row 37: options of the CLI, recorders, and what takes silence for absence are left out, by name; all else stays', () => {
  expect(quietEnvironment({ ...quiet, ...loud })).toEqual(quiet);
  expect(loudVariables({ ...quiet, ...loud })).toEqual(Object.keys(loud));
  expect(loudVariables(quiet)).toEqual([]);
});

test('Pulumi does not see them', async () => {
  for (const [name, value] of Object.entries({ ...quiet, ...loud }))
    if (name !== 'PATH') vi.stubEnv(name, value);
  const { run } = await pulumiStandIn('env');
  const { stdout } = await run(['preview']);
  const names = stdout.split('\n').map((line) => line.replace(/=.*/s, ''));
  expect(names).toContain('PULUMI_OPTION_PARALLEL');
  expect(names.filter((name) => name in loud)).toEqual([]);
});
