import { describe, expect, it } from 'vitest';
import { readObjects, Refusal, splitOutput } from '../../../../src/render/template/output.ts';

const output = `---
# Source: chart/crds/a.yaml
---
# a comment of the file
kind: CustomResourceDefinition
metadata: {name: one}
---
# Source: elsewhere.yaml
kind: CustomResourceDefinition
metadata: {name: two}
---
# Source: chart/charts/sub/templates/b.yaml
kind: Pod
metadata:
  name: b
  namespace: other
  annotations: {helm.sh/hook: "Test-Success, pre-install", helm.sh/hook-weight: 5}
a: 1
a: 2
---
# Source: chart/templates/c.yaml
# nothing
`;

describe('what Helm prints', () => {
  const objects = readObjects(splitOutput(output));

  it('is read document by document, each with its file', () => {
    expect(objects.map(({ name, template, isCrd }) => [name, template, isCrd])).toEqual([
      ['one', 'chart/crds/a.yaml', true],
      ['two', 'chart/crds/a.yaml', true],
      ['b', 'chart/charts/sub/templates/b.yaml', false],
    ]);
  });

  it('tells hooks as Helm understands them', () => {
    expect(objects.map(({ hook }) => hook)).toEqual([
      null,
      null,
      { events: ['test', 'pre-install'], weight: 5, deletePolicies: ['before-hook-creation'] },
    ]);
  });

  it('keeps the last of keys that stand twice, and names them', () => {
    const [, , pod] = objects;
    expect(pod?.manifest['a']).toBe(2);
    expect(pod?.duplicateKeys).toEqual([['a']]);
    expect(pod?.namespace).toBe('other');
  });

  it.each([
    ['text', 'manifest', /prints something that is no object/],
    ['a: [', 'manifest', /^YAML parse error on chart\/templates\/a\.yaml: /],
  ])('%j is refused', (text, kind, message) => {
    const read = () => readObjects([{ template: 'chart/templates/a.yaml', text }]);
    expect(read).toThrow(Refusal);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ failure: expect.objectContaining({ kind }) }));
  });
});
