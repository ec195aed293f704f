/** CRDs of a `crds/` folder, and custom resources: on an empty cluster, outdated, edited by hand, and of a kind that nobody has. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notAsTold, anythingDone, letThrough } from './expectations.ts';
import { openStory, type Story } from './story.ts';
import { chartFiles, release, stackFile } from './web-chart.ts';

const crd = (fields: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.plan-crds.example.com}
spec:
  group: plan-crds.example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {${fields}}}}}}
`;
const fields = 'size: {type: integer}, color: {type: string}, shape: {type: string}';

const widget = (spec: string, kind = 'Widget', group = 'plan-crds.example.com'): string =>
  `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: one}\nspec: ${spec}\n`;

describe('custom resources', () => {
  let story: Story;
  const widgetPath = '/apis/plan-crds.example.com/v1/namespaces/plan-crds/widgets/one';
  beforeAll(async () => {
    story = await openStory('crds', {
      files: {
        ...stackFile(`web: ${release('web')}`),
        ...chartFiles('web', {
          'crds/widget.yaml': crd(fields),
          'one.yaml': widget('{size: 1, color: red}'),
        }),
      },
    });
  });
  afterAll(async () => {
    await story.close();
    await story.byHand(
      'DELETE',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.plan-crds.example.com',
    );
  });

  test('a first install on a cluster that lacks both', async () => {
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining([
        'created Widget plan-crds/one',
        'crd widgets.plan-crds.example.com created',
        'create Namespace plan-crds',
      ]),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a CRD that the chart has anew: Helm leaves it', async () => {
    story.write({
      'charts/web/crds/widget.yaml': crd(`${fields}, weight: {type: integer}`),
      'charts/web/templates/one.yaml': widget('{size: 2, color: red}'),
    });
    const happened = await story.tellAndDo();
    expect(happened.said).toEqual(
      expect.arrayContaining([
        'crd widgets.plan-crds.example.com outdated',
        'risk crd-outdated warning',
        'changed Widget plan-crds/one spec.size',
      ]),
    );
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a field edited by hand that the release does not change: it stays', async () => {
    await story.byHand('PATCH', widgetPath, { spec: { color: 'blue' } });
    story.write({ 'charts/web/templates/one.yaml': widget('{size: 3, color: red}') });
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('kept Widget plan-crds/one spec.color');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('a field edited by hand that the release does change', async () => {
    story.write({ 'charts/web/templates/one.yaml': widget('{size: 3, color: green}') });
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('reset Widget plan-crds/one spec.color');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('one field edited by hand that the release changes, and one that it does not', async () => {
    await story.byHand('PATCH', widgetPath, { spec: { color: 'white', size: 9 } });
    story.write({ 'charts/web/templates/one.yaml': widget('{size: 4, color: green}') });
    expect(notAsTold(await story.tellAndDo())).toEqual([]);
  });

  test('deleted by hand, and an upgrade', async () => {
    await story.byHand('DELETE', widgetPath);
    story.write({ 'charts/web/templates/one.yaml': widget('{size: 5, color: green}') });
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('missing Widget plan-crds/one recreated');
    expect(notAsTold(happened)).toEqual([]);
  });

  test('nothing at all', async () => {
    expect(anythingDone(await story.tellAndDo())).toEqual([]);
  });

  test('of a kind that the cluster lacks: the plan does not fail, and says that up would', async () => {
    story.write({ 'charts/web/templates/two.yaml': widget('{}', 'Gadget', 'nobody.example.com') });
    const happened = await story.tellAndDo();
    expect(happened.said).toContain('created Gadget plan-crds/one');
    expect(letThrough(happened)).toEqual([]);
    story.write({ 'charts/web/templates/two.yaml': '' });
  });
});
