/** Files of small charts. */

export type Files = Readonly<Record<string, string>>;

export const config = (name: string, data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n  all: {{ ${data} | toJson | quote }}\n`;
export const metadata = (name: string, more = ''): string =>
  `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n${more}`;
export const crd = (name: string): string =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: ${name}}\n`;

export const subchart: Files = {
  'charts/sub/Chart.yaml': metadata('sub'),
  'charts/sub/values.yaml':
    'color: blue\nlist: [1]\nexports: {data: {shared: {a: 1}}}\ninner: {x: 1, y: 2}\n',
  'charts/sub/templates/a.yaml': config(
    'sub-{{ .Chart.Name }}',
    'dict "values" .Values "name" .Template.Name',
  ),
  'charts/sub/templates/NOTES.txt': 'notes of a subchart',
  'charts/sub/crds/c.yaml': crd('sub'),
  'templates/a.yaml': config('own', '.Values'),
  'values.yaml': 'sub: {color: red}\nglobal: {region: eu}\n',
};
export const dependency = (more: string): string =>
  metadata('sample', `dependencies:\n  - {name: sub, version: 1.x.x${more}}\n`);
