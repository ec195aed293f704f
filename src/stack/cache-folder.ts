import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where charts and built programs are kept, outside of any checkout, so that a fresh clone finds what an older one has:
 * `$K8S_DEPLOY_CACHE`, else `k8s-deploy` in the XDG cache folder.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return (
    environment['K8S_DEPLOY_CACHE'] ||
    join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'k8s-deploy')
  );
}
