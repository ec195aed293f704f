/** `check` in a workflow runs the helm-unittest suites beside the charts: what fails is an annotation at its line, and no snapshot is written. */
import { expect, test } from 'vitest';
import { workDir } from '../../setup/action/checkout.ts';
import { pullRequest } from '../../setup/action/events.ts';
import { openScene } from '../../setup/action/scene.ts';

const file = `${workDir}/charts/hello/tests/service_test.yaml`;

test('a check with suites', async () => {
  const scene = await openScene();
  scene.checkout.write({
    [file]: `suite: service
templates: [templates/service.yaml]
set: {loginSecret: hello-login}
tests:
  - it: is a Service
    asserts: [{isKind: {of: Service}}]
  - it: listens on 8080
    asserts:
      - equal: {path: 'spec.ports[0].port', value: 8080}
  - it: is as it was
    asserts: [{matchSnapshot: {}}]
`,
  });
  const event = pullRequest(scene.pull, { fork: true });
  const ran = await scene.step({ event, with: { command: 'check' } });
  expect(ran.exitCode).toBe(5);
  expect(JSON.parse(ran.outputs['counts'] ?? '')).toMatchObject({ error: 2, tests: 3, failedTests: 2 });
  expect(ran.annotations.map((each) => each.split(':').slice(0, 2).join(':'))).toEqual([
    `error ${file}:9 suite/failed hello/listens on 8080`,
    `error ${file}:11 suite/missing-snapshot hello/is as it was`,
  ]);
  expect(ran.summary).toContain('1 passed, 2 failed');
  expect(scene.checkout.git('status', '--porcelain', '--untracked-files=all')).not.toContain('__snapshot__');
});
