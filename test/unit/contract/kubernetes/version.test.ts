import { expect, test } from 'vitest';
import { kubernetesSchemas } from '../../../../src/contract/kubernetes/schemas.ts';
import {
  defaultKubeVersion,
  isKnownVersion,
  knownKubeVersions,
  minorOf,
} from '../../../../src/contract/kubernetes/version.ts';

test.each([
  ['1.33', 33],
  ['v1.33', 33],
  ['1.33.4', 33],
  ['1.28.0-0', 28],
  ['v1.30.14-gke.1234', 30],
  ['1.31.5+k3s1', 31],
])('%s has the schemas of 1.%i', (version, minor) => {
  expect(minorOf(version)).toBe(minor);
  expect(isKnownVersion(version)).toBe(true);
});

test.each(['1.27', '1.99.1', '2.0', 'latest', '', '1', '133', '1.33.x', '1.33.1.1'])(
  'refuses %j',
  (version) => {
    expect(isKnownVersion(version)).toBe(false);
    expect(() => kubernetesSchemas({ kubeVersion: version, crds: [] })).toThrow(
      expect.objectContaining({
        code: 'configuration',
        message: `There are no schemas for Kubernetes ${JSON.stringify(version)}.`,
        hint: 'Use 1.28, 1.29, 1.30, 1.31, 1.32, 1.33, 1.34, 1.35 or 1.36; a patch version may follow.',
      }),
    );
  },
);

test('the default is one of them', () => {
  expect(knownKubeVersions()).toContain(defaultKubeVersion);
});
