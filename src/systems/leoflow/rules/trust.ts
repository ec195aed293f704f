/** LF-16 to LF-19: the CAs by which PostgreSQL, Redis and the server are verified. */
import { listAt, textAt } from '../../../kubernetes/data.ts';
import type { Rule, Verdict } from '../../rule.ts';
import { mountOf, nameOf, repositoryOf, variableOf, type Workload } from '../../rules/workload.ts';
import { databaseCaFile } from '../datastores.ts';
import { databaseTls, shownPath, type DatabaseTls } from './address.ts';
import { isGiven, rule, textOf, valueOf, type ControlPlane } from './control-plane.ts';
import { contentOf, database, givenBy, redis } from './credential.ts';

const usualImage = 'ghcr.io/neochaotic/leoflow-migrate';

const migration = rule(
  {
    id: 'LF-16',
    title: 'The migration has the CA that its address names',
    why: 'The chart mounts database.caConfigMap in the server only. With sslmode=verify-full the migration cannot read the file, fails, and with it every install and upgrade. The option migrations.databaseCa says how it is verified: by an image that has the file, by a chart that mounts it, or not.',
    severity: 'error',
  },
  function* ({ migrations, subject }) {
    for (const job of migrations) {
      const content = contentOf(database, job, subject);
      if (content === null) continue;
      const { mode, rootCertificate: file } = databaseTls(content.text ?? '');
      if (file === null) {
        if (content.text === null || !content.isWhole)
          yield {
            notChecked: `whether the address in ${content.place} names a file by sslrootcert, which ${nameOf(job)} would not have`,
          };
        continue;
      }
      const way = textAt(subject.release.options, 'migrations', 'databaseCa');
      if (mountOf(job, file) !== undefined || way === 'image') continue;
      const repository = repositoryOf(job.container);
      if (way === undefined && repository !== usualImage) {
        yield { notChecked: `whether the image ${repository} has ${shownPath(file)}` };
        continue;
      }
      const place = {
        object: job.object,
        path: [...job.container.path, 'volumeMounts'],
        value: ['database', 'caConfigMap'],
      };
      const what = `${nameOf(job)}: its address names ${shownPath(file)}, which it does not have`;
      const hint =
        'Mount the ConfigMap in the Job and set the option migrations.databaseCa: chart; or use an image with the file, and set it to image.';
      yield mode === 'require'
        ? {
            ...place,
            message: `${what}: with sslmode=require it takes any server for the database`,
            hint,
            severity: 'notice',
          }
        : { ...place, message: `${what}, so the migration fails`, hint };
    }
  },
);

const databaseTrust = rule(
  {
    id: 'LF-17',
    title: 'The address of the database verifies the server, by a CA that is mounted',
    why: 'sslmode=disable sends the password in plain text, and require takes any server for the database; a file in sslrootcert that is not there keeps the server from connecting. The option database.ca mounts the CA and completes the address.',
    severity: 'error',
  },
  function* (plane) {
    for (const server of plane.servers) {
      const content = contentOf(database, server, plane.subject);
      if (content === null) continue;
      if (content.text === null)
        yield { notChecked: `sslmode and sslrootcert of the address in ${content.place}` };
      else yield* addressFlaws(plane, server, { ...content, text: content.text });
    }
  },
);

function* addressFlaws(
  { subject }: ControlPlane,
  server: Workload,
  { text, isWhole, place: where }: { text: string; isWhole: boolean; place: string },
): Iterable<Verdict> {
  const { mode, rootCertificate: file } = databaseTls(text);
  const value = givenBy(database, subject) ?? database.inline;
  const place = { object: server.object, path: variableOf(server.container, database.variable)?.path, value };
  const hint =
    'Give the option database.ca; or mount the CA by database.caConfigMap, and end the address in sslmode=verify-full&sslrootcert=' +
    databaseCaFile +
    '.';
  if (file !== null && !holds(server, file)) {
    const message = `${nameOf(server)}: the address in ${where} names ${shownPath(file)}, and no volume brings it, so the server cannot connect`;
    yield { ...place, value: ['database', 'caConfigMap'], message, hint };
  }
  if (mode === null && !isWhole) {
    yield { notChecked: `sslmode of the address in ${where}, which is a secret` };
    return;
  }
  if (file === null && holds(server, databaseCaFile)) {
    const message = `${nameOf(server)}: a CA is mounted at ${databaseCaFile}, and the address in ${where} does not use it`;
    yield { ...place, message, hint, severity: 'warning' };
  }
  const isVerified = mode === 'verify-full' || mode === 'verify-ca' || (mode === 'require' && file !== null);
  if (isVerified) return;
  const [what, effect] = weakness(mode);
  const message = `${nameOf(server)}: the address in ${where} has ${what}, so ${effect}`;
  yield { ...place, message, hint, severity: mode === 'other' ? 'error' : 'warning' };
}

function weakness(mode: DatabaseTls['mode']): readonly [what: string, effect: string] {
  const open = 'any server is taken for the database';
  if (mode === null) return ['no sslmode', open];
  if (mode === 'other') return ['an sslmode that is none', 'the server cannot connect'];
  return [`sslmode=${mode}`, mode === 'disable' ? 'all, the password too, is sent in plain text' : open];
}

/** Whether a volume brings the file; of a ConfigMap with `items` only these are there. */
function holds(workload: Workload, file: string): boolean {
  const mount = mountOf(workload, file);
  if (mount === undefined || mount.source === null) return false;
  const items = listAt(mount.source, 'configMap', 'items');
  return (
    items.length === 0 ||
    items.some((item) => `${mount.mountPath.replace(/\/+$/, '')}/${textAt(item, 'path') ?? ''}` === file)
  );
}

const redisCaFile = 'LEOFLOW_REDIS_CA_FILE';

const redisTrust = rule(
  {
    id: 'LF-18',
    title: 'A CA for Redis is mounted where the server looks for it, and used by a rediss:// address',
    why: 'The server refuses to start when the file is missing, and with redis:// it sends everything in plain text, CA or not. A rediss:// server of a private CA is refused without it. The option redis.ca does all of it.',
    severity: 'error',
  },
  function* (plane) {
    const { subject } = plane;
    for (const server of plane.servers) {
      const file = textOf(server, redisCaFile);
      const value = ['redis', 'caConfigMap'];
      const path = variableOf(server.container, redisCaFile)?.path ?? [...server.container.path, 'env'];
      const place = {
        object: server.object,
        path,
        value,
        hint: 'Give the option redis.ca, or the value redis.caConfigMap and a template that mounts it.',
      };
      if (isGiven(valueOf(plane, value)) && file === undefined) {
        yield {
          ...place,
          message: `${nameOf(server)} has no variable ${redisCaFile}, so the value redis.caConfigMap is not used`,
        };
      } else if (file !== undefined && !holds(server, file)) {
        yield {
          ...place,
          message: `${nameOf(server)}: ${redisCaFile} is ${shownPath(file)}, and no volume brings it, so the server refuses to start`,
        };
      }
      const content = contentOf(redis, server, subject);
      if (content === null) continue;
      const isSecure = content.text?.startsWith('rediss://') === true;
      if (content.text === null || (!content.isWhole && !isSecure)) {
        yield { notChecked: `whether the address in ${content.place} is rediss://` };
      } else if (isSecure && file === undefined) {
        yield { notChecked: `whether the certificate of Redis (${content.place}) is of a public CA` };
      } else if (!isSecure && file !== undefined) {
        const message = `${nameOf(server)}: a CA for Redis is mounted, and the address in ${content.place} is not rediss://, so all is sent in plain text`;
        yield { ...place, value: givenBy(redis, subject) ?? redis.inline, message, severity: 'warning' };
      }
    }
  },
);

export const trustRules: readonly Rule[] = [migration, databaseTrust, redisTrust];
