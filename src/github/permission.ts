/** The permission that a request needs, as a workflow grants it. */
export interface Permission {
  readonly name: string; // pull-requests
  readonly level: string; // write
}

/** What comments need; asked for where GitHub does not say. */
const usual: Permission = { name: 'pull-requests', level: 'write' };

/**
 * GitHub names the sets of permissions of which any is enough: `issues=write; pull_requests=write`. Of several, the one for pull requests: the one for
 * issues does not let one comment on them.
 */
export function neededPermission(headers: Headers): Permission {
  const sets = (headers.get('x-accepted-github-permissions') ?? '').split(';');
  const named = sets.flatMap((set) => {
    const [, name, level] = /^\s*(\w+)=(read|write|admin)\b/.exec(set) ?? [];
    return name === undefined || level === undefined ? [] : [{ name: name.replaceAll('_', '-'), level }];
  });
  return named.find(({ name }) => name === usual.name) ?? named[0] ?? usual;
}

/** Naming one permission takes away all that are not named, and a checkout needs `contents`. */
export const workflowPermissions = ({ name, level }: Permission): string =>
  ['permissions:', ...(name === 'contents' ? [] : ['  contents: read']), `  ${name}: ${level}`].join('\n');
