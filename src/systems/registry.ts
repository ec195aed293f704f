/** The known systems. A release without `system:` is a plain chart. */
import { ksmlApplication, ksmlProvisioner } from './ksml/index.ts';
import { leoflow } from './leoflow/index.ts';
import { logstreamWorkerGroup } from './logstream/index.ts';
import { sf2loki } from './sf2loki/index.ts';
import type { System } from './system.ts';

export const systems: readonly System[] = [
  sf2loki,
  leoflow,
  ksmlProvisioner,
  ksmlApplication,
  logstreamWorkerGroup,
];
