/** Public Go modules that the schemas are read from. Go checks each against the checksum database, and we against our own pins. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';

export interface Module {
  readonly path: string;
  readonly version: string;
  /** As in a go.sum. */
  readonly sum: string;
}

const kubernetes = (version: string, sum: string): Module => ({ path: 'k8s.io/kubernetes', version, sum });

/** One release of each minor version, ascending: of the newest patch, which fixed what was wrong with the schemas of the earlier ones. */
export const kubernetesReleases: readonly Module[] = [
  kubernetes('v1.28.15', 'h1:d91N2Znk+E8REIJZlrD6za2JtIwvEypa0DB1IoU4fJ0='),
  kubernetes('v1.29.15', 'h1:hLcyf3XmxtfkubCEmmPX5QVD7lDclXjvEUrJeP283LM='),
  kubernetes('v1.30.14', 'h1:MrlKXh9uhLIJpyxOeXhcndzRVSvwiV9iJ8NgH8nqPsg='),
  kubernetes('v1.31.14', 'h1:UtjLfqvXLuSVDdJ4+NpQCIfFkKkLnAAVmxAEMsnkhjk='),
  kubernetes('v1.32.13', 'h1:5TGYdZ6YZqdp6h/Rp1vX/4TIoybMPdgv97LCZCtPuNQ='),
  kubernetes('v1.33.13', 'h1:bmH31xUdSzeA5vk0wZAK9MZp11mdLuzUSeKk0qN3hPQ='),
  kubernetes('v1.34.4', 'h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk='),
  kubernetes('v1.35.4', 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM='),
  kubernetes('v1.36.3', 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o='),
];

/** Say from which version each kind is deprecated, and until which it is served. The later ones are right where they differ; the earlier know what is gone. */
export const lifecycleModules: readonly Module[] = [
  { path: 'k8s.io/api', version: 'v0.28.15', sum: 'h1:u+Sze8gI+DayQxndS0htiJf8yVooHyUx/H4jEehtmNs=' },
  {
    path: 'k8s.io/apiextensions-apiserver',
    version: 'v0.36.3',
    sum: 'h1:dPmOAPhwTtqb1bTxbFPsy18KHPhktQeO3WUPXunZIB0=',
  },
  {
    path: 'k8s.io/kube-aggregator',
    version: 'v0.36.3',
    sum: 'h1:eypRCZKyGx3u9TLdnLva47l6R/67Zs9h9FQI+uMruaY=',
  },
  { path: 'k8s.io/api', version: 'v0.36.3', sum: 'h1:NxB+05W2UGqXWFXcLO0RB5cnqnUPP5v5sVlaOH0Iz4w=' },
];

export interface CrdModule extends Module {
  readonly name: string;
  readonly folder: string;
}

/** External Secrets as in toolchain/external-secrets. */
export const crdModules: readonly CrdModule[] = [
  {
    path: 'github.com/external-secrets/external-secrets',
    version: 'v0.18.2',
    sum: 'h1:uTGUkEeclsLu93SkhToDGBs8+aaSwkstLWIQ3g21ZMI=',
    name: 'External Secrets',
    folder: 'config/crds/bases',
  },
  {
    path: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.94.1',
    sum: 'h1:QEIb2wenPH+SdMN1xMf8l4Pmj00YYXXI6HlbLlQWkww=',
    name: 'the Prometheus operator',
    folder: 'example/prometheus-operator-crd',
  },
];

const run = promisify(execFile);

/** The folder of the module's source. Rejects if it can't be had, or is not what was pinned. */
export async function download({ path, version, sum }: Module): Promise<string> {
  const { stdout } = await run('go', ['mod', 'download', '-json', `${path}@${version}`], {
    cwd: tmpdir(), // outside of any module
    env: { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' },
  });
  const had = JSON.parse(stdout) as { Dir: string; Sum: string };
  if (had.Sum !== sum) throw new Error(`${path}@${version} has the checksum ${had.Sum}, not ${sum}`);
  return had.Dir;
}
