/** Secrets that stand where none belongs, in values: told to the redactor before Helm, Pulumi or the API server can quote them. */
import type { ReleaseHistory } from '../cluster/release-records.ts';
import type { RenderedObject } from '../kubernetes/rendered.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { contentsOf } from '../redaction/secret-objects.ts';
import { secretsInValues } from '../redaction/values.ts';
import { appliedObjects } from '../render/applied-objects.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { offlineValues } from '../systems/placeholders.ts';

type Learner = Pick<Redactor, 'learn'>;

/** Of all releases of the stack file. */
export function learnValues(stack: DesiredStack, redactor: Learner): void {
  for (const { values } of stack.releases)
    for (const secret of secretsInValues(offlineValues(values, stack), { isRefused: false }))
      redactor.learn(secret, null);
}

/** Of what was applied before: the stack file may have other values by now. */
export function learnRecords(histories: Iterable<ReleaseHistory>, redactor: Learner): void {
  for (const { latest, applied } of histories)
    for (const record of new Set([latest, applied]))
      for (const secret of secretsInValues(record?.values ?? {}, { isRefused: false }))
        redactor.learn(secret, null);
}

/** What Secrets hold, in whatever way a chart has put it there. */
export function learnSecrets(objects: Iterable<Pick<RenderedObject, 'manifest'>>, redactor: Learner): void {
  for (const { manifest } of objects)
    for (const content of contentsOf(manifest)) redactor.learn(content, null);
}

/** Both, of releases that are not rendered any more. A record that cannot be read tells nothing. */
export function learnReleases(histories: Iterable<ReleaseHistory>, redactor: Learner): void {
  const all = [...histories];
  learnRecords(all, redactor);
  for (const { latest } of all) {
    try {
      learnSecrets(appliedObjects(latest, new Map()), redactor);
    } catch {
      continue; // no manifests
    }
  }
}
