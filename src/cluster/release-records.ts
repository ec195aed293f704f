/** What Helm keeps of releases in the cluster: how they stand, and what their next upgrade will be compared with. */
import { listAt, textAt, type Data } from '../kubernetes/data.ts';
import type { Answer, Connection } from './connection.ts';
import type { ReleaseState } from '../plan/plan.ts';
import { readRecord, type ReleaseRecord } from './helm-record.ts';
import { helmDriver, keepingOf, type Keeping } from './record-keeping.ts';

const pageSize = 20; // a record has up to 1.4 MB as JSON
const namesAtOnce = 20; // in one selector, which is part of the URL
const mostPages = 500;

export interface WantedRelease {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
}

export interface ReleaseHistory {
  readonly latest: ReleaseRecord;
  /** The one that Helm compares an upgrade with; null if it would refuse to upgrade, since none was ever whole. */
  readonly applied: ReleaseRecord | null;
}

/** How a release stands, in the words of a plan. */
export const releaseState = ({ latest, applied }: ReleaseHistory): ReleaseState => ({
  revision: latest.revision,
  status: latest.status,
  updated: latest.updated,
  appliedRevision: applied?.revision ?? null,
});

export interface ReleaseRecords {
  /** By the key that was given; those that Helm does not know are not in it. */
  readonly releases: ReadonlyMap<string, ReleaseHistory>;
  readonly gaps: readonly string[];
}

/** A record as it is kept, not read yet. */
interface Kept {
  readonly revision: number;
  readonly status: string;
  readonly encoded: string;
}

interface Found {
  readonly latest: Kept;
  readonly deployed: Kept | null;
}

/** Reads where Pulumi's provider has Helm keep them: in Secrets, or where PULUMI_K8S_HELM_DRIVER says. What is missing or refused is no failure. */
export async function readReleases(
  connection: Connection,
  wanted: readonly WantedRelease[],
): Promise<ReleaseRecords> {
  const resource = keepingOf(connection);
  if (wanted.length === 0) return { releases: new Map(), gaps: [] };
  if (resource === null) {
    const gap = `PULUMI_K8S_HELM_DRIVER is "${helmDriver(connection)}": what Helm keeps there of releases cannot be read`;
    return { releases: new Map(), gaps: [gap] };
  }
  const gaps = new Set<string>();
  const releases = new Map<string, ReleaseHistory>();
  await Promise.all(
    groupsOf(wanted).map(async (group) => {
      const found = await findRecords(connection, resource, group, gaps);
      for (const release of group) {
        const kept = found.get(release.name);
        const history = kept === undefined ? null : await historyOf(release, kept, gaps);
        if (history !== null) releases.set(release.key, history);
      }
    }),
  );
  return { releases, gaps: [...gaps].toSorted() };
}

const pendingStatuses = 'pending-install,pending-upgrade,pending-rollback,uninstalling';

/** Which of these have a revision that Helm is, or was, working on: by labels alone, so that it costs little where there is none. It may be an old revision. */
export async function workedOn(
  connection: Connection,
  wanted: readonly WantedRelease[],
): Promise<{ readonly releases: readonly WantedRelease[]; readonly gaps: readonly string[] }> {
  const keeping = keepingOf(connection);
  if (keeping === null) return { releases: [], gaps: [] }; // `readReleases` says so
  const gaps = new Set<string>();
  const found = await Promise.all(
    groupsOf(wanted).map(async (group) => {
      const pending = new Map<string, Found>();
      const selector = `status in (${pendingStatuses})`;
      await collectRecords(connection, keeping, group, { selector, found: pending, gaps });
      return group.filter(({ name }) => pending.has(name));
    }),
  );
  return { releases: found.flat(), gaps: [...gaps].toSorted() };
}

/** Those of one namespace, as many as one selector takes. */
function groupsOf(wanted: readonly WantedRelease[]): WantedRelease[][] {
  return Object.values(Object.groupBy(wanted, ({ namespace }) => namespace)).flatMap((group = []) =>
    Array.from({ length: Math.ceil(group.length / namesAtOnce) }, (_, index) =>
      group.slice(index * namesAtOnce, (index + 1) * namesAtOnce),
    ),
  );
}

/** By the name of the release. */
async function findRecords(
  connection: Connection,
  keeping: Keeping,
  group: readonly WantedRelease[],
  gaps: Set<string>,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const first = { selector: 'status!=superseded', found, gaps };
  if (!(await collectRecords(connection, keeping, group, first))) return found;
  // Histories are long, and of a release that was ever whole one record is not superseded, unless somebody has removed it.
  const missing = group.filter(({ name }) => !found.has(name));
  if (missing.length > 0)
    await collectRecords(connection, keeping, missing, { selector: 'status=superseded', found, gaps });
  return found;
}

/** Into `found`. False if nobody may list them. */
async function collectRecords(
  connection: Connection,
  keeping: Keeping,
  group: readonly WantedRelease[],
  into: { readonly selector: string; readonly found: Map<string, Found>; readonly gaps: Set<string> },
): Promise<boolean> {
  const namespace = group[0]?.namespace ?? '';
  const selector = `owner=helm,name in (${group.map(({ name }) => name).join(',')}),${into.selector}`;
  const path =
    `/api/v1/namespaces/${encodeURIComponent(namespace)}/${keeping.plural}` +
    `?limit=${pageSize}&labelSelector=${encodeURIComponent(selector)}`;
  for await (const { status: code, body } of pages(connection, path)) {
    if (code !== 200) {
      into.gaps.add(refusal(keeping.plural, namespace, code));
      return false;
    }
    for (const object of listAt(body, 'items')) keep(into.found, object, keeping);
  }
  return true;
}

async function* pages(connection: Connection, path: string): AsyncGenerator<Answer> {
  let next = '';
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await connection.get(
      `${path}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`,
    );
    yield answer;
    next = textAt(answer.body, 'metadata', 'continue') ?? '';
    if (next === '') return;
  }
}

function keep(found: Map<string, Found>, object: Data, keeping: Keeping): void {
  const label = (name: string): string => textAt(object, 'metadata', 'labels', name) ?? '';
  if (textAt(object, 'metadata', 'name')?.startsWith('sh.helm.release.v1.') !== true) return;
  const kept = {
    revision: Number(label('version')),
    status: label('status'),
    encoded: keeping.encoded(object),
  };
  const known = found.get(label('name'));
  found.set(label('name'), {
    latest: later(known?.latest, kept),
    deployed: kept.status === 'deployed' ? later(known?.deployed, kept) : (known?.deployed ?? null),
  });
}

const later = (one: Kept | null | undefined, other: Kept): Kept =>
  one !== null && one !== undefined && one.revision > other.revision ? one : other;

/** As `prepareUpgrade` of Helm's pkg/action: the last if it is deployed, else the last deployed, else the last if it failed. */
async function historyOf(
  { namespace, name }: WantedRelease,
  { latest, deployed }: Found,
  gaps: Set<string>,
): Promise<ReleaseHistory | null> {
  const read = async (kept: Kept): Promise<ReleaseRecord | null> => {
    const record = await readRecord(kept.encoded);
    if (record === null) {
      gaps.add(
        `what Helm keeps of release ${name} in namespace ${namespace}, revision ${kept.revision}, cannot be read`,
      );
    }
    return record;
  };
  const last = await read(latest);
  if (last === null) return null;
  if (deployed !== null) {
    return { latest: last, applied: deployed === latest ? last : await read(deployed) };
  }
  return { latest: last, applied: ['failed', 'superseded'].includes(last.status) ? last : null };
}

const refusal = (plural: string, namespace: string, code: number): string =>
  code === 403
    ? `no permission to list ${plural} in namespace ${namespace}: what Helm keeps of its releases is not known`
    : `${plural} in namespace ${namespace} cannot be listed (${code}): what Helm keeps of its releases is not known`;
