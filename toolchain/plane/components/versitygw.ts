import { mkdir } from 'node:fs/promises';
import type { Component } from '../component.ts';
import { dataPath, host, portOf } from '../plane.ts';
import { answers } from '../wait.ts';

/** An S3 server over a folder. Metadata goes to a folder of its own, since not every file system has extended attributes. */
export const versitygw: Component = {
  name: 'versitygw',
  program: 'versitygw',
  needs: [],
  prepare: async (plane) => {
    for (const folder of ['objects', 'versions', 'metadata']) {
      await mkdir(dataPath(plane, 's3', folder), { recursive: true });
    }
  },
  command: (plane) => ({
    args: [
      `--port=${host}:${portOf(plane, 'versitygw')}`,
      `--region=${plane.s3.region}`,
      '--health=/healthz',
      'posix',
      `--versioning-dir=${dataPath(plane, 's3', 'versions')}`,
      `--sidecar=${dataPath(plane, 's3', 'metadata')}`,
      dataPath(plane, 's3', 'objects'),
    ],
    // Not as arguments: those are visible to everybody on the machine.
    env: { ROOT_ACCESS_KEY: plane.s3.accessKeyId, ROOT_SECRET_KEY: plane.s3.secretAccessKey },
  }),
  ready: (plane) => answers(`${plane.s3.endpoint}/healthz`),
};
