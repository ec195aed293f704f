import { ask } from '../cluster.ts';
import type { Component } from '../component.ts';
import { host, portOf } from '../plane.ts';
import { servingFlags } from './kube-apiserver.ts';

export const kubeScheduler: Component = {
  name: 'kube-scheduler',
  program: 'kube-scheduler',
  needs: ['kube-apiserver'],
  command: (plane) => {
    const args = [
      `--kubeconfig=${plane.kubeconfig}`,
      `--bind-address=${host}`,
      `--secure-port=${portOf(plane, 'kube-scheduler')}`,
      ...servingFlags(plane),
      '--leader-elect=false',
    ];
    return { args };
  },
  ready: async (plane) => {
    const url = `https://${host}:${portOf(plane, 'kube-scheduler')}/readyz`;
    return (await ask(plane, url, { anonymous: true })).status === 200;
  },
};
