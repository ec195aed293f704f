/** PersistentVolumeClaims that have no volume. */
import { textAt, type DataMap } from '../kubernetes/data.ts';
import type { ObjectId } from '../kubernetes/object-id.ts';
import { eventsAbout } from '../kubernetes/observed-event.ts';
import { hints } from './hints.ts';
import { sourceKey, type Scene } from './scene.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';

/** Null if it has its volume, or only waits for the first pod that uses it. */
export function claimTrouble(claim: DataMap, of: ObjectId | null, scene: Scene): Suspect | null {
  const object = idOf(claim);
  const phase = textAt(claim, 'status', 'phase') ?? 'Pending';
  const told = (message: string, hint = hints['volume-claim']): Suspect =>
    suspect({ cause: 'volume-claim', object, message, hint }, { of });
  if (phase === 'Bound') return null;
  if (phase === 'Lost')
    return told(
      `its volume ${textAt(claim, 'spec', 'volumeName') ?? ''} is gone`,
      'what was on it is lost unless there is a backup: delete the claim, so that a new one is made',
    );
  const storageClass = textAt(claim, 'spec', 'storageClassName');
  const wants = textAt(claim, 'spec', 'resources', 'requests', 'storage') ?? 'storage';
  if (storageClass !== undefined && storageClass !== '') {
    const known = scene.sources.get(sourceKey('StorageClass', null, storageClass));
    if (known?.exists === false)
      return told(`it waits for ${wants} of storage class ${storageClass}, and there is no such class`);
  }
  const last = eventsAbout(claim, scene.events).findLast(({ reason }) => telling.has(reason));
  if (last?.reason === 'WaitForFirstConsumer') return null;
  const asked = storageClass === undefined ? 'no storage class' : `storage class ${storageClass || '""'}`;
  if (last === undefined) return told(`it waits for ${wants} of ${asked}, and nobody says why it gets none`);
  if (last.reason === 'ExternalProvisioning' || last.reason === 'Provisioning')
    return told(
      `it waits for ${wants} of ${asked}, which its provisioner has not made yet: ${last.message}`,
      'see whether the provisioner (the CSI driver of the storage class) runs',
    );
  return told(
    `it waits for ${wants} of ${asked}: ${last.message}`,
    storageClass === undefined
      ? 'name a storage class in the values (`kubectl get storageclass`), or have one made the default of the cluster'
      : hints['volume-claim'],
  );
}

/** Of the volume binder and of provisioners. */
const telling = new Set([
  'FailedBinding',
  'ProvisioningFailed',
  'WaitForFirstConsumer',
  'WaitForPodScheduled',
  'ExternalProvisioning',
  'Provisioning',
  'VolumeMismatch',
  'ClaimLost',
  'ClaimMisbound',
]);
