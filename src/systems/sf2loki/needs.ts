import type { SystemNeeds } from '../needs.ts';

/** Of its README: policy/v1 for the PodDisruptionBudget, and a Helm that pulls charts from OCI registries. */
export const needs = (): SystemNeeds => ({ kubernetes: '1.21', helm: '3.8' });
