/** What is reached by more than before. On a first install it is good to know; later somebody may not expect it. */
import type { ReleaseJudge } from '../judge.ts';
import { kindOf } from '../scene.ts';
import { hostAccess } from './hosts.ts';
import { loosenedPolicy, networkPolicy, removedPolicy } from './network-policies.ts';
import { exposedRoutes } from './routes.ts';
import { exposedServices } from './services.ts';

export const exposure: ReleaseJudge = function* ({ action, arriving, deleted }) {
  const severity = action === 'install' || action === 'reinstall' ? 'notice' : 'warning';
  for (const arrival of arriving) {
    const kind = kindOf(arrival.id);
    if (kind === 'Service') yield* exposedServices(arrival, severity);
    else if (kind === networkPolicy) yield* loosenedPolicy(arrival, severity);
    else {
      yield* exposedRoutes(arrival, severity);
      yield* hostAccess(arrival, severity);
    }
  }
  // Of a release that goes as a whole, the pods go as well.
  if (action !== 'upgrade') return;
  for (const departure of deleted) {
    if (kindOf(departure.id) === networkPolicy) yield removedPolicy(departure);
  }
};
