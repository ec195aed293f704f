/** A chart to be changed in every way: what it renders is what its values say. */

/** One object a file, as YAML; `{{ … }}` works in it. */
export type Templates = Readonly<Record<string, string>>;

export const chartFiles = (
  name: string,
  templates: Templates,
  { version = '1.0.0', values = '' }: { readonly version?: string; readonly values?: string } = {},
): Record<string, string> => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
  [`charts/${name}/values.yaml`]: values,
  ...Object.fromEntries(
    Object.entries(templates).map(([file, text]) => [
      `charts/${name}/${file.includes('/') ? file : `templates/${file}`}`,
      text,
    ]),
  ),
});

/** `releases` and `rest`: YAML, at the left margin. */
export const stackFile = (releases: string, rest = ''): Record<string, string> => ({
  'deploy.yaml': `apiVersion: k8s-deploy/v1
name: NAMESPACE
cluster: { identifier: plan }
releases:
${releases.replaceAll(/^/gm, '  ')}
${rest}
stacks: { dev: {} }
`,
});

/** Of a chart in `charts/`; nobody waits for its pods. */
export const release = (chart: string, more = ''): string =>
  `{ chart: { ref: ./charts/${chart} }, namespace: NAMESPACE, wait: false${more === '' ? '' : `, ${more}`} }`;

export const configMap = (name: string, data: string, annotations = '{}'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, annotations: ${annotations}}\ndata: ${data}\n`;

export const deployment = (
  name: string,
  { replicas = '1', selector = name, resources = '{}', env = '[]' } = {},
): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${selector}}}
  template:
    metadata: {labels: {app: ${selector}}}
    spec:
      containers:
        - name: main
          image: example.com/main:1.0.0
          env: ${env}
          resources: ${resources}
`;

export const service = (name: string, { type = 'ClusterIP', port = 80 } = {}): string => `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  type: ${type}
  selector: {app: ${name}}
  ports: [{name: http, port: ${port}, targetPort: 8080}]
`;

/** `does`: `exit 0` or another end. */
export const hookJob = (name: string, hooks: string, { policy = '', does = 'true' } = {}): string => `
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  annotations:
    helm.sh/hook: ${hooks}
    ${policy === '' ? '' : `helm.sh/hook-delete-policy: ${policy}`}
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: example.com/hook:1.0.0, command: [sh, -c, "${does}"]}]
`;
