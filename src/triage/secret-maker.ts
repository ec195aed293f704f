/** Secrets that the External Secrets Operator should have made, and has not. */
import { at, textAt, type DataMap } from '../kubernetes/data.ts';
import { eventsAbout } from '../kubernetes/observed-event.ts';
import { condition } from '../kubernetes/rollout.ts';
import type { Scene } from './scene.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';
import { cut } from './said.ts';

/** `user`: what needs the Secret, in words. Null if nobody is to make a Secret of this name. */
export function unmadeSecret(
  { namespace, name }: { readonly namespace: string | null; readonly name: string },
  user: string,
  scene: Scene,
): Suspect | null {
  const maker = scene.makers.find((each) => {
    const id = idOf(each);
    return id.namespace === namespace && (textAt(each, 'spec', 'target', 'name') ?? id.name) === name;
  });
  if (maker === undefined) return null;
  return suspect({
    cause: 'missing-secret',
    object: idOf(maker),
    message: `it has not made Secret ${namespace ?? 'default'}/${name}, which ${user} needs: ${whyNot(maker, scene)}`,
    hint: 'correct the key or the store that it names, see that the store has it and lets the operator read it; then run `k8s-deploy up` again',
  });
}

/** Its events tell more than its condition, which keeps to a few phrases. */
function whyNot(maker: DataMap, { events }: Scene): string {
  const last = eventsAbout(maker, events).findLast(({ type }) => type === 'Warning');
  const ready = condition(maker, 'Ready');
  const words = last?.message ?? (at(ready, 'status') === 'False' ? textAt(ready, 'message') : undefined);
  const text = cut(words ?? '');
  return text === '' ? 'it does not say why (does the operator run?)' : text;
}
