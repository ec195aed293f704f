/** What all commands on a stack have in common, and all that those need which leave Pulumi and charts alone: the stack is loaded, the API server can be asked. */
import { resolve } from 'node:path';
import { connect, type Connection } from '../cluster/connection.ts';
import { clusterAddress, type ClusterAddress } from '../cluster/kubeconfig.ts';
import { requireReachable } from '../cluster/reach.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { Failure } from '../stack/failure.ts';
import { loadStackFile, type LoadedStack } from '../stack/load.ts';
import { quoted } from '../stack/problem.ts';
import { desire } from '../systems/desire.ts';
import { systems } from '../systems/registry.ts';
import type { Io, StackOptions } from './session.ts';
import { learnValues } from './written-secrets.ts';

export interface ClusterSession {
  /** Absolute path of the stack directory. */
  readonly directory: string;
  readonly loaded: LoadedStack;
  readonly stack: DesiredStack;
  /** To the API server. Throws a `Failure` if no kubeconfig says where it is. */
  connection(): Connection;
  /** Gives the API server's version, null if it does not say. Rejects with a `Failure` if it does not answer. */
  readonly requireCluster: () => Promise<string | null>;
  /** Ends the connection, if there is one. */
  close(): void;
}

/** Loads the stack file. The process moves to the stack directory, where providers and relative chart paths start. */
export function openClusterSession(options: Pick<StackOptions, 'cwd' | 'stack'>, io: Io): ClusterSession {
  const directory = resolve(options.cwd);
  const loaded = loadStackFile({ directory, stack: options.stack, systems });
  const stack = desire(loaded);
  requireAskedContext(stack, io);
  io.redactor.spare(namesIn(stack));
  learnValues(stack, io.redactor);
  process.chdir(directory);
  const { environment, signal, redactor } = io;
  let opened: { readonly address: ClusterAddress; readonly connection: Connection } | null = null;
  const cluster = (): NonNullable<typeof opened> => {
    if (opened !== null) return opened;
    const address = clusterAddress(stack.cluster.kubeconfig, stack.cluster.context, environment);
    opened = { address, connection: connect(address, { environment, signal, learn: redactor.learn }) };
    return opened;
  };
  return {
    directory,
    loaded,
    stack,
    connection: () => cluster().connection,
    requireCluster: async () => {
      const { address, connection } = cluster();
      return await requireReachable(address, signal, connection);
    },
    close: () => opened?.connection.close(),
  };
}

/** What the stack file says goes before what a kubeconfig says: an input that would be left out without a word is refused. */
function requireAskedContext({ cluster, stack }: DesiredStack, { step }: Io): void {
  const { context, kubeconfig } = cluster;
  if (step === undefined || step.context === null) return;
  const isOther = context !== null && context !== step.context;
  if (!isOther && kubeconfig === null) return;
  throw new Failure(
    'configuration',
    isOther
      ? `context: the stack file has the context ${quoted(context)} for stack "${stack}", and the input asks for ${quoted(step.context)}`
      : `context: the stack file names a kubeconfig of its own for stack "${stack}"`,
    { hint: 'leave the input out, or take `cluster.context` and `cluster.kubeconfig` out of deploy.yaml' },
  );
}

/** They stand in every output, so that a secret that is one of them cannot be hidden there. */
function namesIn({ project, stack, releases, backing }: DesiredStack): string[] {
  const ofReleases = releases.flatMap(({ key, name, namespace }) => [key, name, namespace]);
  return [project, stack, ...ofReleases, ...backing.flatMap((each) => ('name' in each ? each.name : []))];
}
