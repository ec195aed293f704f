/** Services that are reached by more than before. */
import { isIP } from 'node:net';
import { BlockList } from 'node:net';
import { at, listAt, textsAt, type Data, type DataMap } from '../../../kubernetes/data.ts';
import { objectText } from '../../../kubernetes/object-id.ts';
import { told, type Told } from '../judge.ts';
import { serviceType } from '../services.ts';
import type { Arrival } from '../scene.ts';
import { listText } from '../wording.ts';
import type { Severity } from '../../../systems/rule.ts';

export function* exposedServices({ id, before, after }: Arrival, severity: Severity): Iterable<Told> {
  const text = objectText(id);
  const [was, is] = [
    before === null ? 'ClusterIP' : serviceType(before.manifest),
    serviceType(after.manifest),
  ];
  const old = before?.manifest ?? {};
  if (rank(is) > rank(was)) {
    yield told('exposure', severity, {
      object: id,
      place: ['spec', 'type'],
      message:
        is === 'LoadBalancer'
          ? `${text} is reached from outside the cluster${rangesText(after.manifest)}: it becomes a LoadBalancer${isInternal(after.manifest) ? ' that is marked as internal' : ''}`
          : `${text} is reached through a port of every node: it becomes a NodePort`,
    });
  } else if (is === 'LoadBalancer') {
    yield* widerBalancer({ id, before, after }, severity);
  }
  const ips = strings(after.manifest, 'externalIPs').filter(
    (ip) => !strings(old, 'externalIPs').includes(ip),
  );
  if (ips.length > 0) {
    yield told('exposure', severity, {
      object: id,
      place: ['spec', 'externalIPs'],
      message: `${text} takes what nodes get for ${listText(ips)}`,
    });
  }
}

const rank = (type: string): number => ['NodePort', 'LoadBalancer'].indexOf(type) + 1;

function* widerBalancer(
  { id, before, after }: Pick<Arrival, 'id' | 'before' | 'after'>,
  severity: Severity,
): Iterable<Told> {
  if (before === null) return;
  const place = ['spec', 'loadBalancerSourceRanges'];
  const [old, now] = [rangesOf(before.manifest), rangesOf(after.manifest)];
  const added = now.filter((range) => !old.some((wide) => contains(wide, range)));
  if (old.length > 0 && now.length === 0) {
    yield told('exposure', severity, {
      object: id,
      place,
      message: `${objectText(id)} is open to every address: its loadBalancerSourceRanges (${listText(old)}) are removed`,
    });
  } else if (old.length > 0 && added.length > 0) {
    yield told('exposure', severity, {
      object: id,
      place,
      message: `${objectText(id)} is open to more addresses than before: ${listText(added)}`,
    });
  }
  if (isInternal(before.manifest) && !isInternal(after.manifest)) {
    yield told('exposure', severity, {
      object: id,
      place: ['metadata', 'annotations'],
      message: `${objectText(id)} is no longer marked as internal: its load balancer may get a public address`,
    });
  }
}

const strings = (service: DataMap, field: string): string[] =>
  listAt(service, 'spec', field).filter((item) => typeof item === 'string');

/** Anyone, if there are none; `0.0.0.0/0` says the same. */
function rangesOf(service: DataMap): string[] {
  const ranges = strings(service, 'loadBalancerSourceRanges').map((range) => range.trim());
  return ranges.includes('0.0.0.0/0') ? [] : ranges;
}

function rangesText(service: DataMap): string {
  const ranges = rangesOf(service);
  return ranges.length === 0 ? '' : ` (from ${listText(ranges)})`;
}

/** Whether all addresses of one range are in the other. */
function contains(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  const [outer, inner] = [parsed(wide), parsed(narrow)];
  if (outer === null || inner === null || outer.family !== inner.family || outer.bits > inner.bits)
    return false;
  const block = new BlockList();
  block.addSubnet(outer.address, outer.bits, outer.family);
  return block.check(inner.address, inner.family);
}

function parsed(range: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [, address = '', digits = ''] = /^([\da-fA-F.:]+)\/(\d{1,3})$/.exec(range) ?? [];
  const version = isIP(address);
  const bits = Number(digits);
  if (version === 0 || bits > (version === 4 ? 32 : 128)) return null;
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/** As the load balancer controllers of the large clouds know it. */
const internalMarks: Readonly<Record<string, RegExp>> = {
  'service.beta.kubernetes.io/aws-load-balancer-internal': /^(?:true|0\.0\.0\.0\/0)$/,
  'service.beta.kubernetes.io/aws-load-balancer-scheme': /^internal$/,
  'service.beta.kubernetes.io/azure-load-balancer-internal': /^true$/,
  'networking.gke.io/load-balancer-type': /^internal$/i,
  'cloud.google.com/load-balancer-type': /^internal$/i,
  'service.beta.kubernetes.io/openstack-internal-load-balancer': /^true$/,
};

function isInternal(service: Data): boolean {
  const annotations = textsAt(service, 'metadata', 'annotations');
  return (
    Object.entries(internalMarks).some(([name, form]) => form.test(annotations[name] ?? '')) ||
    at(annotations, 'service.kubernetes.io/internal') === 'true'
  );
}
