import type { Component } from '../component.ts';
import { dataPath, host, portOf } from '../plane.ts';
import { answers } from '../wait.ts';

export const etcd: Component = {
  name: 'etcd',
  program: 'etcd',
  needs: [],
  command: (plane) => {
    const url = `http://${host}:${portOf(plane, 'etcd')}`;
    const args = [
      `--data-dir=${dataPath(plane, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      // A member alone has no peers: port 0 lets the system pick one that nobody uses.
      `--listen-peer-urls=http://${host}:0`,
      // Nothing here must survive a power cut.
      '--unsafe-no-fsync',
      '--log-level=warn',
      '--auto-compaction-mode=periodic',
      '--auto-compaction-retention=10m',
    ];
    return { args };
  },
  ready: (plane) => answers(`http://${host}:${portOf(plane, 'etcd')}/health`),
};
