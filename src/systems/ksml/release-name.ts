/** The name of an application's release and of all its objects, the same that the provisioner's `POST /deploy` gives (KP-15). */
import { limits } from '../../stack/fields.ts';

interface ApplicationIdentity {
  readonly tenant: string;
  readonly instance: string;
  readonly environment: string;
  readonly application: string;
}

export function applicationReleaseName(identity: ApplicationIdentity): string {
  const { tenant, instance, environment, application } = identity;
  return `${tenant}-${instance}-${environment}-${application}-ksml`;
}

/** Why the name cannot be, or `null`. */
export function releaseNameProblem(identity: ApplicationIdentity): string | null {
  const name = applicationReleaseName(identity);
  const excess = name.length - limits.releaseName;
  if (excess <= 0) return null;
  const characters = excess === 1 ? 'character' : 'characters';
  return `KP-15: the release name "${name}" is ${excess} ${characters} too long; Helm allows ${limits.releaseName}. Shorten tenant, instance, environment or application`;
}
