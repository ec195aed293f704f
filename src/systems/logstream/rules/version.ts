/** LS-13 and the probes, which depend on the version that runs. */
import { at, mapAt, numberAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { otherThanValue } from '../../rules/passed-on.ts';
import { nameOf } from '../../rules/workload.ts';
import { rule, type Worker } from './worker-group.ts';

/** The tag behind the last colon; `undefined` for an image without one. */
export const tagOf = (image: string): string | undefined => /:([^:/@]+)(?:@.*)?$/.exec(image)?.[1];

const readiness = '/api/v1/readiness';
const health = '/api/v1/health';

/** Of the product: an image by digest, or with a tag that is no version, tells none. */
function versionOf({ container }: Worker): readonly [number, number] | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tagOf(textAt(container.spec, 'image') ?? '') ?? '') ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

const versions = rule(
  {
    id: 'LS-13',
    title: 'Leader and workers run one version, and the readiness probe is of that version',
    why: 'A leader does not hand its configuration to workers of a newer version. Images before 4.19.0 have no /api/v1/readiness, which chart 4.19.2 asks: their pods never become ready. The option image.tag moves the probe back; otherwise set config.readinessProbe.httpGet.path to /api/v1/health.',
    severity: 'error',
  },
  function* ({ workers }) {
    if (workers.length > 0) yield { notChecked: 'the version that the leader runs' };
    for (const worker of workers) {
      const { object, container } = worker;
      const [major, minor] = versionOf(worker) ?? [4, 19];
      const path = textAt(container.spec, 'readinessProbe', 'httpGet', 'path');
      if (path !== readiness || major > 4 || (major === 4 && minor >= 19)) continue;
      yield {
        object,
        path: [...container.path, 'readinessProbe', 'httpGet', 'path'],
        value: ['config', 'readinessProbe', 'httpGet', 'path'],
        message: `${nameOf(worker)}: the readiness probe asks ${readiness}, which version ${major}.${minor} does not have, so the pods never become ready`,
        hint: `Set the option image.tag, which moves the probe, or config.readinessProbe.httpGet.path: ${health}.`,
      };
    }
  },
);

const api = 9000; // port of the worker's own API

const probes = rule(
  {
    id: 'logstream/probes',
    title: 'Workers are probed at their health and readiness endpoints',
    why: `A worker answers ${health} while it lives and ${readiness} when it has its configuration, both at port ${api} unless the values say otherwise. Without probes a worker that hangs stays in the load balancer; a probe of another path or port restarts workers for nothing.`,
    severity: 'error',
  },
  function* (group) {
    const { generation, subject } = group;
    for (const worker of group.workers) {
      const { object, container } = worker;
      const isOff = generation === '1.0' || at(subject.values, 'config', 'probes') === false;
      for (const [probe, paths] of [
        ['livenessProbe', [health]],
        ['readinessProbe', [readiness, health]],
      ] as const) {
        const place = {
          object,
          path: [...container.path, probe],
          value: ['config', isOff ? 'probes' : probe],
        };
        const found = at(container.spec, probe);
        if (found === undefined || found === null) {
          const message = `${nameOf(worker)} has no ${probe}, so a worker that hangs keeps its place`;
          const severity = generation === '1.0' ? 'notice' : isOff ? 'warning' : 'error';
          const hint =
            generation === '1.0'
              ? 'Use chart 4.19.2.'
              : `Leave config.probes true and render config.${probe}.`;
          yield { ...place, message, hint, severity };
          continue;
        }
        const asked = mapAt(subject.values, 'config', probe, 'httpGet');
        const path = textAt(found, 'httpGet', 'path');
        const port = numberAt(found, 'httpGet', 'port');
        if (path === undefined || !(paths as readonly string[]).includes(path)) {
          const message = `${nameOf(worker)}: the ${probe} asks ${path ?? 'no HTTP path'}, and the endpoint is ${paths.join(' or ')}`;
          yield { ...place, message, hint: `Set config.${probe}.httpGet.path: ${paths[0]}.` };
        } else if (port !== (numberAt(asked, 'port') ?? api)) {
          const message = `${nameOf(worker)}: the ${probe} asks port ${port ?? 'none'}, and the worker's API is at ${numberAt(asked, 'port') ?? api}`;
          yield { ...place, message, hint: `Set config.${probe}.httpGet.port: ${api}.` };
        } else if (generation === '4') {
          yield* otherThanValue(object, place.path, subject, ['config', probe]);
        }
      }
    }
  },
);

export const versionRules: readonly Rule[] = [versions, probes];
