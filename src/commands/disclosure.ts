import { Failure } from '../stack/failure.ts';

/** Refuses what would print secrets past our own outputs. */
export function refuseDisclosure(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  if (args.some((arg) => /^--show-secrets(?:=|$)/.test(arg))) {
    throw new Failure('configuration', 'there is no --show-secrets: no output of k8s-deploy holds a secret', {
      hint: 'who may read a secret reads it at its source: `pulumi config get KEY`, `kubectl get secret NAME -o yaml`',
    });
  }
  if (environment['NODE_DEBUG']) {
    throw new Failure(
      'configuration',
      'NODE_DEBUG is set: Node.js would print what programs and servers are given, secrets included',
      { hint: 'unset NODE_DEBUG' },
    );
  }
}
