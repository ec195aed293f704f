/** From the options of a KSML Provisioner to values of its chart, its Secrets, and the account and Role that it deploys with. */
import type { Backing, CaBundleBacking, Notice, Value, Values } from '../../stack/desired.ts';
import { nameOf } from '../../stack/values.ts';
import { given, type Given } from '../given.ts';
import { imageValues } from '../image.ts';
import { type Recipe, type RecipeContext } from '../system.ts';
import { environment, registryCa } from './environment.ts';
import type { ProvisionerOptions } from './provisioner-options.ts';
import { provisionerRules } from './role.ts';
import { hasStore } from './runner-values.ts';
import { caBundleBacking, namespaceBacking, roleBacking, serviceAccountBacking } from '../resources.ts';

const imageRepository = 'registry.axual.io/axual/ksml-provisioner';

export function provisionerRecipe(options: ProvisionerOptions, context: RecipeContext): Recipe {
  const { image, resources, nesting, customValues } = options;
  const { env, secrets } = environment(options, context);
  const ca = caBundle(options, context);
  const values = given({
    image: image && imageValues(image, imageRepository),
    env,
    ...access(options, context),
    customValues: customValues && writableStore(customValues),
    ...(ca && mounted(ca)),
    resources,
  });
  return {
    values: nesting === 'umbrella' ? { 'ksml-provisioner': values } : values,
    backing: [
      ...targetNamespace(options),
      ...secrets,
      ...(ca === undefined ? [] : [ca]),
      ...account(options, context),
    ],
    notices: noticesOf(options, context),
  };
}

/** `rbac.namespace` always follows NAMESPACE (KP-2). */
function access(
  { namespace, targetNamespace: target, serviceAccount }: ProvisionerOptions,
  context: RecipeContext,
): Record<string, Given> {
  const { owner, name } = serviceAccount;
  const isCharts = owner === 'chart';
  const rbac = {
    ...(!isCharts && { create: false }),
    ...(target !== undefined && target !== namespace && { namespace: target }),
  };
  return {
    rbac: Object.keys(rbac).length === 0 ? undefined : rbac,
    serviceAccount: isCharts ? name && { name } : { create: false, name: name ?? context.releaseName },
  };
}

function targetNamespace({ namespace, targetNamespace: target }: ProvisionerOptions): Backing[] {
  if (target === undefined || target === namespace) return [];
  return [namespaceBacking(target)];
}

/** The account lives beside the provisioner, its Role where applications are deployed. */
function account(options: ProvisionerOptions, { releaseName }: RecipeContext): Backing[] {
  const { namespace, targetNamespace: target = namespace, serviceAccount } = options;
  if (serviceAccount.owner !== 'stack') return [];
  const name = serviceAccount.name ?? releaseName;
  return [
    serviceAccountBacking({ namespace, name }, serviceAccount.annotations),
    roleBacking(
      { namespace: target, name: releaseName },
      { rules: provisionerRules, subjects: [{ serviceAccount: name, namespace }] },
    ),
  ];
}

/** Certificates as PEM, which the README calls "base64-encoded PEM": PEM is base64 between two marks, and isn't encoded again. */
function caBundle(
  { registry, namespace }: ProvisionerOptions,
  context: RecipeContext,
): CaBundleBacking | undefined {
  if (registry.ca === undefined) return undefined;
  const text = context.text(registry.ca);
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    context.problem(
      context.path('registry', 'ca'),
      'expected PEM certificates: no "-----BEGIN CERTIFICATE-----" in it',
    );
  }
  return caBundleBacking(
    { namespace, name: `${context.releaseName}-registry-ca` },
    { [registryCa.key]: text },
  );
}

const mounted = (ca: CaBundleBacking): Record<string, Given> => ({
  volumes: [{ name: 'registry-ca', configMap: { name: nameOf(ca) } }],
  volumeMounts: [{ name: 'registry-ca', mountPath: registryCa.mountPath, readOnly: true }],
});

/** A claim is root's: without `fsGroup` the application cannot make its folder on it (KP-14). */
function writableStore(customValues: Values): Values {
  if (!hasStore(customValues)) return customValues;
  const before = customValues.podSecurityContext;
  const security = typeof before === 'object' && before !== null ? (before as { [key: string]: Value }) : {};
  return { ...customValues, podSecurityContext: { fsGroup: 0, ...security } };
}

function noticesOf(options: ProvisionerOptions, context: RecipeContext): Notice[] {
  const found: Notice[] = [];
  const notice = (rule: string, path: readonly string[], message: string): void => {
    found.push({ rule, path: context.path(...path), message });
  };
  const { basicAuth, tls, registry, serviceAccount, customValuesFile } = options;
  if (basicAuth === undefined) {
    notice(
      'KP-4',
      [],
      'whoever reaches this API runs code of their own in the cluster; set basicAuth, and tls with it',
    );
  } else if (tls === undefined) {
    notice('KP-4', ['basicAuth'], 'user name and password travel in plain text; set tls');
  }
  if (registry.insecureSkipTlsVerify) {
    notice(
      'KP-7',
      ['registry', 'insecureSkipTlsVerify'],
      'any registry is trusted, so charts can be replaced on their way; give registry.ca instead',
    );
  }
  if (customValuesFile !== undefined) {
    notice(
      'KP-7',
      ['customValuesFile'],
      'the file has to be mounted by values.volumes and values.volumeMounts',
    );
  }
  if (serviceAccount.owner === 'existing') {
    notice(
      'KP-9',
      ['serviceAccount'],
      'the Role of an existing account is not checked here; it must cover the table of the README',
    );
  }
  return found;
}
