import { servesHttps } from '../cluster.ts';
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
  ready: (plane) => servesHttps(plane, 'kube-scheduler', '/readyz'),
};
