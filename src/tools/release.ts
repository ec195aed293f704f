/** Where a tool can be downloaded from, and what it has to be; or why it cannot. */
import { Failure } from '../stack/failure.ts';
import { addressOf } from './address.ts';
import { hostPlatform } from './platform.ts';
import type { Download, ToolName, ToolTable } from './table.ts';

export interface Release {
  readonly url: URL;
  readonly download: Download & { readonly sha256: string };
}

export interface Origin {
  /** Base address instead of the official ones, or null. */
  readonly mirror: string | null;
  /** From which the Action comes, as OWNER/NAME; '' if from none. */
  readonly repository: string;
}

/** How else a tool gets there. */
const wayOut: Readonly<Record<ToolName, (version: string) => string>> = {
  pulumi: (version) =>
    `Put Pulumi ${version} on PATH in a step before, as pulumi/actions does without a command, or on the runner; or give pulumi-version one whose checksum is known`,
  'pulumi-resource-kubernetes': (version) =>
    `Run \`pulumi plugin install resource kubernetes ${version}\` in a step before, or on the runner`,
  'k8s-deploy-renderer': () => 'Build it with `npm run toolchain` in a clone, and put it on PATH',
  helm: (version) =>
    `Put Helm ${version} on PATH in a step before, as azure/setup-helm does, or on the runner`,
};

/** Throws a `Failure` (configuration) if it may not be downloaded, or cannot be. */
export function releaseOf(
  { tools }: ToolTable,
  tool: ToolName,
  version: string,
  { mirror, repository }: Origin,
): Release {
  const { origin, versions } = tools[tool];
  const lacks = (why: string): Failure =>
    new Failure('configuration', `${tool} ${version} is not on PATH, and cannot be downloaded: ${why}`, {
      hint: wayOut[tool](version),
    });
  const platform = hostPlatform();
  if (platform === null) throw lacks(`there is none for ${process.platform} on ${process.arch}`);
  const known = versions[version]?.[platform];
  const sha256 = known?.sha256 ?? null;
  if (known === undefined || sha256 === null) {
    const others = Object.keys(versions).filter((each) => versions[each]?.[platform].sha256 !== null);
    throw lacks(
      `this build knows no checksum of that version for ${platform}, only of ${others.join(', ') || 'none'}`,
    );
  }
  if (origin.includes('{repository}') && !/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw lacks('it is part of a release, and this copy of the Action comes from no repository');
  const official = `${origin.replace('{repository}', repository)}${known.path}`;
  return { url: addressOf(official, mirror), download: { ...known, sha256 } };
}
