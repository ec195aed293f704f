import { describe, expect, test } from 'vitest';
import { refuseDisclosure } from '../../../src/commands/disclosure.ts';

describe('what would print secrets past our outputs', () => {
  test.each<[args: readonly string[], environment: NodeJS.ProcessEnv, message: RegExp]>([
    [
      ['preview', '--show-secrets'],
      {},
      /^there is no --show-secrets: no output of k8s-deploy holds a secret$/,
    ],
    [['outputs', '--show-secrets=true', '--json'], {}, /^there is no --show-secrets/],
    [['up'], { NODE_DEBUG: 'child_process' }, /^NODE_DEBUG is set: /],
  ])('%j with %j is refused', (args, environment, message) => {
    expect(() => refuseDisclosure(args, environment)).toThrow(message);
  });

  test.each<[args: readonly string[], environment: NodeJS.ProcessEnv]>([
    [['preview'], {}],
    [['check', 'show-secrets'], { NODE_DEBUG: '', RUNNER_DEBUG: '1' }],
  ])('%j with %j is not', (args, environment) => {
    expect(() => refuseDisclosure(args, environment)).not.toThrow();
  });
});
