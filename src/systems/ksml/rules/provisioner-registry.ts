/** KP-7 and KP-13: where the runner chart comes from, and files that the provisioner reads. */
import { isMap, textAt } from '../../../kubernetes/data.ts';
import type { Rule } from '../../rule.ts';
import { said } from '../../rules/said.ts';
import { mountOf, nameOf, variableOf } from '../../rules/workload.ts';
import { options } from '../provisioner-options.ts';
import { env, holderOf, rule } from './provisioner-render.ts';

const files = rule(
  {
    id: 'KP-7',
    title: 'The registry’s certificate is verified, and files that the environment names are mounted',
    why: 'With INSECURE_SKIP_TLS_VERIFY=true whoever sits on the way to the registry hands the provisioner a chart of their own, which it installs. Give the option registry.ca instead. CLIENT_CA_FILE and CUSTOM_VALUES_FILE are paths in the container: without a volume there the provisioner does not start, or ignores your values.',
    severity: 'error',
  },
  function* ({ provisioners, root, subject }) {
    for (const one of provisioners) {
      const { object, container, namespace } = one;
      const insecure = variableOf(container, 'INSECURE_SKIP_TLS_VERIFY');
      if (said(insecure?.value).toLowerCase() === 'true') {
        const message = `${nameOf(one)}: INSECURE_SKIP_TLS_VERIFY is on, so any server may pass for the registry`;
        yield {
          object,
          path: insecure?.path,
          value: env(root),
          message,
          hint: 'Remove it, and give the registry’s authority by the option registry.ca.',
        };
      }
      for (const name of ['CLIENT_CA_FILE', 'CUSTOM_VALUES_FILE']) {
        const variable = variableOf(container, name);
        if (typeof variable?.value !== 'string' || variable.value === '') continue;
        const file = variable.value;
        const mount = mountOf(one, file);
        const hint = `Use the option ${name === 'CLIENT_CA_FILE' ? 'registry.ca' : 'customValues'}, or mount it by volumes and volumeMounts.`;
        const place = { object, path: variable.path, value: [...root, 'volumeMounts'], hint };
        if (mount === undefined || mount.source === null) {
          const what =
            mount === undefined
              ? 'no volume is mounted there'
              : `volume ${mount.volume}, mounted there, does not exist`;
          yield { ...place, message: `${nameOf(one)}: ${name} is ${file}, and ${what}` };
          continue;
        }
        const holder = holderOf(mount, namespace, subject.around);
        const key = mount.subPath ?? file.slice(file.lastIndexOf('/') + 1);
        const source =
          textAt(mount.source, 'configMap', 'name') ?? textAt(mount.source, 'secret', 'secretName');
        if (holder === undefined && source !== undefined) {
          const message = `${nameOf(one)}: ${name} is ${file}, and ${source}, mounted there, is provided by nothing in namespace ${namespace}, so the pods do not start`;
          yield { ...place, message };
        } else if (holder === undefined || holder.keys === null) {
          yield {
            notChecked: `whether ${file} is in ${source ?? `volume ${mount.volume}`}, whose content is not known here`,
          };
        } else if (!holder.keys.has(key)) {
          const message = `${nameOf(one)}: ${name} is ${file}, and ${holder.kind} ${holder.name}, mounted there, has no key ${key} (it has ${[...holder.keys].join(', ') || 'none'})`;
          yield { ...place, message };
        }
      }
    }
  },
);

const registry = options.shape.registry.shape;

const pinned = rule(
  {
    id: 'KP-13',
    title: 'The chart comes from an OCI registry, in one exact version',
    why: 'The provisioner pulls from OCI registries only: a chart repository and Nexus do not work. A snapshot, a range or "latest" is another chart every time, so two applications that were deployed alike run different code. The options registry.url and registry.chartVersion are checked for that.',
    severity: 'error',
  },
  function* ({ provisioners, root }) {
    for (const one of provisioners) {
      const { object, container } = one;
      const url = variableOf(container, 'REGISTRY_URL');
      const version = variableOf(container, 'CHART_VERSION');
      for (const variable of [url, version]) {
        if (isMap(variable?.from))
          yield { notChecked: `the text of ${variable.name}, which is read from elsewhere` };
      }
      // The address may have a password in it, so it is not repeated.
      if (isText(url?.value) && !registry.url.safeParse(url.value).success) {
        const message = `${nameOf(one)}: REGISTRY_URL is no OCI registry of the form oci://HOST/PATH or HOST/PATH`;
        yield {
          object,
          path: url.path,
          value: env(root),
          message,
          hint: 'Give an OCI registry by the option registry.url.',
        };
      } else if (isText(url?.value) && /nexus/i.test(url.value)) {
        const message = `${nameOf(one)}: REGISTRY_URL speaks of Nexus, which the provisioner does not support`;
        yield {
          object,
          path: url.path,
          value: env(root),
          message,
          hint: 'Give another OCI registry by the option registry.url.',
          severity: 'warning',
        };
      }
      if (isText(version?.value) && !registry.chartVersion.safeParse(version.value).success) {
        const message = `${nameOf(one)}: CHART_VERSION is ${version.value}, which is no exact, released version`;
        yield {
          object,
          path: version.path,
          value: env(root),
          message,
          hint: 'Give an exact version such as 1.3.0 by the option registry.chartVersion.',
        };
      }
    }
  },
);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export const registryRules: readonly Rule[] = [files, pinned];
