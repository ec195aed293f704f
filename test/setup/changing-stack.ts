/** The four systems of examples/data-platform, with something else to do in every round: to create, to change, to delete. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';

/** What may be left out for a round, and comes back in another; with hooks, with a bucket, with an autoscaler. */
const optional: readonly string[] = ['leoflow', 'sensor-inspector', 'edge-workers', 'sf2loki'];

export interface ChangingStack {
  /** Writes deploy.yaml with other values for every release than in the round before, and perhaps without one of them. Gives what it leaves out. */
  change(random: () => number): string | null;
}

export function changingStack(directory: string): ChangingStack {
  const file = join(directory, 'deploy.yaml');
  const original = readFileSync(file, 'utf8');
  let round = 0;
  return {
    change(random) {
      round += 1;
      const odd = round % 2;
      const document = parseDocument(original);
      const set = (path: readonly string[], value: unknown): void =>
        document.setIn(['releases', ...path], value);
      set(['sf2loki', 'replicas'], 2 + odd);
      set(['leoflow', 'replicas'], 2 + odd);
      set(['sensor-inspector', 'replicas'], 1 + odd);
      set(['ksml-provisioner', 'basicAuth', 'username'], `axual-${round}`); // a Secret with a new name: a rotation
      document.setIn(['stacks', 'dev', 'releases', 'edge-workers', 'autoscaling', 'max'], 3 + odd);
      const left = random() < 0.5 ? (optional[Math.floor(random() * optional.length)] ?? null) : null;
      if (left !== null) {
        document.deleteIn(['releases', left]);
        for (const stack of ['dev', 'prod']) {
          const overrides = document.getIn(['stacks', stack, 'releases']);
          if (isMap(overrides)) overrides.delete(left);
        }
        document.delete('contracts'); // they ask for every release
        document.delete('external'); // and so does who uses it
      }
      writeFileSync(file, document.toString());
      return left;
    },
  };
}
