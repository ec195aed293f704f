import { describe, expect, it } from 'vitest';
import { parseChartMetadata } from '../../../../src/render/charts/chart-metadata.ts';

describe('Chart.yaml', () => {
  // Each as `helm show chart` of Helm 3.18.6 reads it.
  it.each([
    ['1.0', '1'],
    ['1.10', '1.1'],
    ['"1.10"', '1.10'],
    ['1', '1'],
    ['1.2.3', '1.2.3'],
    ['v1.2.3-rc.1+b', 'v1.2.3-rc.1+b'],
  ])('version: %s is "%s"', (written, read) => {
    expect(parseChartMetadata(`name: web\nversion: ${written}\n`, null).version).toBe(read);
  });

  it.each([
    ['1.16.0', '1.16.0'],
    ['3.10', '3.1'],
    ['20240101', '20240101'],
    ['1e7', '1e+07'],
    ['1234567.5', '1.2345675e+06'],
    ['0.00001', '1e-05'],
    ['2024-01-01', '2024-01-01'],
    ['yes', 'true'],
    ['[]', null],
  ])('appVersion: %s is "%s"', (written, read) => {
    expect(parseChartMetadata(`name: web\nversion: 1.0.0\nappVersion: ${written}\n`, null).appVersion).toBe(
      read,
    );
  });

  it('names dependencies, those of requirements.yaml for charts of the first generation', () => {
    const chart =
      'name: web\nversion: 1.0.0\nkubeVersion: ">=1.25"\ndependencies: [{name: redis}, {name: pg}]\n';
    expect(parseChartMetadata(chart, null)).toMatchObject({
      kubeVersion: '>=1.25',
      dependencies: ['redis', 'pg'],
    });
    expect(parseChartMetadata(chart, 'dependencies: [{name: old}]').dependencies).toEqual(['old']);
  });

  it.each([
    ['version: 1.0.0', 'Chart.yaml has no `name`'],
    ['name: web', 'Chart.yaml has no `version`'],
    ['name: ../web\nversion: 1.0.0', 'Chart.yaml has the name "../web"'],
    ['name: web\nversion: latest', 'the version "latest" of Chart.yaml is no semantic version'],
    ['- a', 'Chart.yaml is not a map'],
    [
      'a: [',
      'Chart.yaml is no valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5',
    ],
    [
      `a: &a [x]\n${'b: [*a, *a]\n'.repeat(80)}`,
      'Chart.yaml is no valid YAML: Excessive alias count indicates a resource exhaustion attack',
    ],
    ['#'.repeat(1024 * 1024 + 1), 'Chart.yaml is larger than 1 MiB'],
  ])('%.40j is refused', (text, message) => {
    expect(() => parseChartMetadata(text, null)).toThrow(
      expect.objectContaining({ name: 'ChartProblem', message }),
    );
  });
});
