/** The web chart with helm-unittest suites beside it: one of each verdict. */
import { webChart } from './web-chart.ts';

export const deploymentSuite = `suite: deployment
templates: [templates/deployment.yaml]
tests:
  - it: has two replicas
    asserts:
      - equal: {path: spec.replicas, value: 2}
  - it: has three
    set: {replicas: 4}
    asserts:
      - equal: {path: spec.replicas, value: 3}
      - isKind: {of: StatefulSet}
  - it: is for later
    skip: {reason: not now}
    asserts:
      - isKind: {of: StatefulSet}
  - it: takes a short key
    set: {secretKey: short}
    asserts:
      - isKind: {of: Deployment}
  - it: has no pause
    asserts:
      - notEqual: {path: spec.pausd, value: true}
`;

export const goodSuite = `suite: service
templates: [templates/service.yaml]
tests:
  - it: is a Service
    asserts:
      - isKind: {of: Service}
  - it: leads to http
    asserts:
      - equal: {path: 'spec.ports[0].targetPort', value: http}
`;

/** Passes only in Kubernetes 1.33. */
export const versionSuite = `suite: version
templates: [templates/version.yaml]
tests:
  - it: knows the cluster
    asserts:
      - equal: {path: data.version, value: v1.33.0}
`;

/** All of its suites pass. */
export const goodChart = {
  ...webChart,
  'charts/web/tests/service_test.yaml': goodSuite,
} as const;

/** Some of its suites fail. */
export const suiteChart = {
  ...goodChart,
  'charts/web/tests/deployment_test.yaml': deploymentSuite,
} as const;
