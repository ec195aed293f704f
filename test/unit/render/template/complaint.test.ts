import { describe, expect, it } from 'vitest';
import { failureIn, warningsIn } from '../../../../src/render/template/complaint.ts';

const debug = '\n\nUse --debug flag to render out invalid YAML\n';

/** Recorded from Helm 3.18.6. */
const complaints = [
  [
    `Error: execution error at (a/templates/x.yaml:3:2): not like this${debug}`,
    {
      kind: 'template',
      message: 'execution error at (a/templates/x.yaml:3:2): not like this',
      template: 'a/templates/x.yaml',
      line: 3,
    },
  ],
  [
    `coalesce.go:286: warning: cannot overwrite table with non table for a.b (map[])\nError: template: a/templates/x.yaml:1:6: executing "a/templates/x.yaml" at <include "h" .>: error calling include: template: a/templates/_h.tpl:2:31: executing "h" at <.Values.a.b>: nil pointer evaluating interface {}.b${debug}`,
    { kind: 'template', template: 'a/templates/_h.tpl', line: 2 },
  ],
  [
    `Error: parse error at (a/templates/x.yaml:2): missing value for if${debug}`,
    { kind: 'template', template: 'a/templates/x.yaml', line: 2 },
  ],
  [
    `Error: YAML parse error on a/templates/x.yaml: error converting YAML to JSON: yaml: line 2: did not find expected key${debug}`,
    { kind: 'manifest', template: 'a/templates/x.yaml', line: null },
  ],
  [
    `Error: chart requires kubeVersion: >=1.40 which is incompatible with Kubernetes v1.33.0${debug}`,
    { kind: 'version', template: null, line: null },
  ],
  ["Error: invalid kube version 'newest': Invalid Semantic Version\n", { kind: 'version' }],
  [
    "Error: values don't meet the specifications of the schema(s) in the following chart(s):\na:\n- at '/n': got string, want integer\n\n",
    {
      kind: 'schema',
      message:
        "values don't meet the specifications of the schema(s) in the following chart(s):\na:\n- at '/n': got string, want integer",
    },
  ],
  ['Error: failed parsing --set data: key map "a" has no value\n', { kind: 'values' }],
  ['Error: type mismatch on sub: %!t(string=text)\n', { kind: 'values' }],
  ['Error: library charts are not installable\n', { kind: 'chart' }],
  ['Error: path "/nowhere" not found\n', { kind: 'chart' }],
] as const;

describe('a complaint of Helm', () => {
  it.each(complaints)('%j', (stderr, expected) => {
    expect(failureIn(stderr)).toMatchObject(expected);
  });
});

it('warnings come without the place in the source of Helm, each once', () => {
  const stderr =
    'walk.go:75: found symbolic link in path: /a resolves to /b. Contents of linked file included and used\ncoalesce.go:286: warning: b\ncoalesce.go:223: warning: b\nWARNING: This chart is deprecated\n';
  expect(warningsIn(stderr)).toEqual(['WARNING: This chart is deprecated', 'warning: b']);
});
