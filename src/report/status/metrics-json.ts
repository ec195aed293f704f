/** What pods use, for programs: CPU in cores, memory in bytes. */
import type { PodUsage } from '../../kubernetes/pod-usage.ts';

export interface ReleaseUsage {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly pods: readonly PodUsage[];
}

export interface StackUsage {
  readonly releases: readonly ReleaseUsage[];
  /** What is not known, and why. */
  readonly gaps: readonly string[];
}

export const metricsJson = ({ releases, gaps }: StackUsage): object => ({
  version: 1,
  releases: releases.map(({ key, name, namespace, pods }) => ({
    key,
    name,
    namespace,
    pods: pods.map(({ pod, namespace: place, measured, containers }) => ({
      name: pod,
      namespace: place,
      time: measured?.time ?? null,
      window: measured?.window ?? null,
      containers,
    })),
  })),
  gaps,
});
