import type { Component } from './component.ts';
import { etcd } from './components/etcd.ts';
import { externalSecrets } from './components/external-secrets.ts';
import { kubeApiserver } from './components/kube-apiserver.ts';
import { kubeControllerManager } from './components/kube-controller-manager.ts';
import { kubeScheduler } from './components/kube-scheduler.ts';
import { kwok } from './components/kwok.ts';
import { moto } from './components/moto.ts';
import { registry } from './components/registry.ts';
import { versitygw } from './components/versitygw.ts';
import type { ComponentName } from './plane.ts';

export const components: Record<ComponentName, Component> = {
  etcd,
  'kube-apiserver': kubeApiserver,
  'kube-controller-manager': kubeControllerManager,
  'kube-scheduler': kubeScheduler,
  kwok,
  versitygw,
  registry,
  moto,
  'external-secrets': externalSecrets,
};
