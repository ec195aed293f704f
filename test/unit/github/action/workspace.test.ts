import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { insideWorkspace } from '../../../../src/github/action/workspace.ts';

let folder: string;
let workspace: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'k8s-deploy-workspace-')));
  workspace = join(folder, 'w');
  mkdirSync(join(workspace, 'deploy/dev'), { recursive: true });
  mkdirSync(join(folder, 'w-other'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what lies in it, by its real path', () => {
  expect(insideWorkspace('.', workspace)).toEqual({ path: workspace });
  expect(insideWorkspace('deploy/../deploy/dev/', workspace)).toEqual({
    path: join(workspace, 'deploy/dev'),
  });
  expect(insideWorkspace(join(workspace, 'deploy'), workspace)).toEqual({ path: join(workspace, 'deploy') });
  symlinkSync('deploy/dev', join(workspace, 'link'));
  expect(insideWorkspace('link', workspace)).toEqual({ path: join(workspace, 'deploy/dev') });
});

test('a workspace that is a link itself', () => {
  symlinkSync(workspace, join(folder, 'ws'));
  expect(insideWorkspace('deploy', join(folder, 'ws'))).toEqual({ path: join(workspace, 'deploy') });
});

test.each(['..', '../..', '../w-other', '/', '/etc', 'deploy/../../w-other'])('%s leaves it', (path) => {
  expect(insideWorkspace(path, workspace)).toEqual({
    problem: expect.stringContaining('leaves the workspace') as string,
  });
});

test('a link that leaves it, also behind another one', () => {
  symlinkSync('..', join(workspace, 'up'));
  symlinkSync('up/w-other', join(workspace, 'other'));
  for (const path of ['up', 'other', 'up/w-other'])
    expect(insideWorkspace(path, workspace)).toEqual({
      problem: expect.stringContaining('leaves the workspace') as string,
    });
  expect(insideWorkspace('up/w', workspace)).toEqual({ path: workspace });
});

test('what is not there', () => {
  expect(insideWorkspace('none', workspace)).toEqual({ problem: '"none" does not exist in the workspace' });
  expect(insideWorkspace('.', join(folder, 'none'))).toEqual({
    problem: expect.stringContaining('actions/checkout') as string,
  });
});
