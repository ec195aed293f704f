/** What has to be looked up before anything can be said of a scene: Secrets and ConfigMaps of pods that wait for them, classes of claims. */
import { textAt } from '../kubernetes/data.ts';
import { dataReferences, mayLackData } from './missing-data.ts';
import type { Scene } from './scene.ts';
import { idOf } from './suspect.ts';

export interface NeededSource {
  readonly kind: 'Secret' | 'ConfigMap' | 'StorageClass';
  readonly namespace: string | null;
  readonly name: string;
}

export function neededSources({ made, claims }: Scene): NeededSource[] {
  const pods = [...made.values()].flatMap((each) => each.pods).filter(mayLackData);
  const ofPods = pods.flatMap((pod) =>
    dataReferences(pod).flatMap(({ kind, name }): NeededSource[] =>
      kind === 'Secret' || kind === 'ConfigMap' ? [{ kind, namespace: idOf(pod).namespace, name }] : [],
    ),
  );
  const classes = claims.flatMap((claim): NeededSource[] => {
    const name = textAt(claim, 'spec', 'storageClassName');
    const isBound = textAt(claim, 'status', 'phase') === 'Bound';
    return isBound || name === undefined || name === ''
      ? []
      : [{ kind: 'StorageClass', namespace: null, name }];
  });
  return [...ofPods, ...classes];
}
