import type { LeoflowOptions } from './options.ts';

type Scale = Pick<LeoflowOptions, 'replicas' | 'autoscaling'>;

/** Pods that there are for sure, and those that there may be. */
export const fewestPods = ({ replicas, autoscaling }: Scale): number => autoscaling?.min ?? replicas ?? 1;
export const mostPods = ({ replicas, autoscaling }: Scale): number => autoscaling?.max ?? replicas ?? 1;
