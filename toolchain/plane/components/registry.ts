import { mkdir } from 'node:fs/promises';
import { stringify } from 'yaml';
import { writeWhole } from '../../cache.ts';
import type { Component } from '../component.ts';
import { configPath, dataPath } from '../plane.ts';
import { answers } from '../wait.ts';

/** An OCI registry over plain HTTP, which every client accepts on loopback or can be told to. */
export const registry: Component = {
  name: 'registry',
  program: 'registry',
  needs: [],
  prepare: async (plane) => {
    await mkdir(dataPath(plane, 'registry'), { recursive: true });
    const storage = { filesystem: { rootdirectory: dataPath(plane, 'registry') }, delete: { enabled: true } };
    const config = { version: 0.1, log: { level: 'info' }, storage, http: { addr: plane.registry } };
    writeWhole(configPath(plane, 'registry.yaml'), stringify(config));
  },
  command: (plane) => ({
    args: ['serve', configPath(plane, 'registry.yaml')],
    env: { OTEL_TRACES_EXPORTER: 'none' },
  }),
  ready: (plane) => answers(`http://${plane.registry}/v2/`),
};
