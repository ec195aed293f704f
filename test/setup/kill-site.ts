/** The four systems on a plane, applied once, ready to be killed in the middle of the next apply. */
import { changingStack } from './changing-stack.ts';
import { exampleSecrets } from './example-secrets.ts';
import { planPrinted, type KillSite } from './kill-round.ts';
import { must, setConfig } from './open-example.ts';
import { operatorEnvironment, putAwsSecrets } from './plane-environment.ts';
import { seeded } from './random.ts';
import { copyExample } from './stack-copy.ts';
import type { Plane } from '../../toolchain/plane/plane.ts';

export async function openKillSite(plane: Plane, entry?: string): Promise<KillSite> {
  const secrets = exampleSecrets();
  const copy = copyExample('data-platform', await operatorEnvironment(plane), entry);
  await putAwsSecrets(plane, 'eu-west-1', secrets.aws);
  await setConfig(copy, secrets.config);
  const stack = changingStack(copy.directory);
  await must(copy.run(['up', '--stack', 'dev']));
  stack.change(seeded(1));
  let planned = performance.now();
  const onText = (text: string): void => {
    if (text.includes(planPrinted)) planned = performance.now();
  };
  await must(copy.run(['up', '--stack', 'dev', '--no-check'], { onText }));
  return { plane, copy, stack, applyMilliseconds: performance.now() - planned };
}
