/** What `k8s-deploy preview --json` prints. */
import type { planJson } from '../../../src/report/plan/json.ts';

export type PlanDocument = ReturnType<typeof planJson>;
export type ReleaseDocument = PlanDocument['releases'][number];
export type FieldDocument = ReleaseDocument['objects'][number]['fields'][number];
