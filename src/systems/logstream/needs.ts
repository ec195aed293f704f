import type { SystemNeeds } from '../needs.ts';
import type { Options } from './options.ts';

/** Of the vendor's article on the chart: pods that are scaled on fixed hardware contend for it, and burstable nodes mislead the autoscaler (LS-11). */
export const needs = ({ autoscaling }: Options): SystemNeeds =>
  autoscaling === false
    ? {}
    : { elasticNodes: 'workers are scaled by their CPU use, up to the maximum of the autoscaler (LS-11)' };
