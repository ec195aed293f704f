/** Secrets and ConfigMaps that pods and custom resources read, and the keys in them. */
import type { Purpose } from '../../kubernetes/reference.ts';
import type { Rule, Subject, Verdict } from '../../systems/rule.ts';
import { missing, missingKeys, resolved, secretType } from './existence.ts';
import { idText, placeText } from './wording.ts';

const data = new Set<Purpose>(['data']);

interface Source {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly effect: string;
  readonly hint: string;
}

const secret: Source = {
  kind: 'Secret',
  effect: 'The pod waits for it and does not start',
  hint: 'Name one that is there, declare it under backing.secrets or backing.externalSecrets of the stack file, or list it under external if somebody else makes it.',
};
const configMap: Source = {
  kind: 'ConfigMap',
  effect: 'The pod waits for it and does not start',
  hint: 'Name one that is there, declare it under backing.caBundles of the stack file if it holds certificates, or list it under external if somebody else makes it.',
};

const existence = ({ kind, effect, hint }: Source): Rule['check'] =>
  function* (subject) {
    for (const each of resolved(subject, data)) {
      if (each.reference.kind !== kind || each.reference.optional || each.found !== undefined) continue;
      yield missing(each, subject, { effect, hint });
    }
  };

const keys = ({ kind }: Source): Rule['check'] =>
  function* (subject) {
    for (const each of resolved(subject, data)) {
      if (each.reference.kind !== kind) continue;
      yield* missingKeys(each, {
        effect:
          each.reference.place.includes(', mount of ') && each.found !== undefined
            ? 'The container gets an empty folder instead of the file'
            : 'The pod waits for it and does not start',
        hint: `Add the key where the ${kind} is made, or refer to one that it has.`,
      });
    }
  };

export const dataRules: readonly Rule[] = [
  {
    id: 'reference/secret',
    title: 'Every Secret that is referred to is there',
    why: 'A pod that reads a variable or a file from a Secret which nobody makes stays in ContainerCreating or CreateContainerConfigError. It must come from a release of the stack, a backing resource, an ExternalSecret, or be listed under external. References with optional: true are left alone.',
    severity: 'error',
    check: existence(secret),
  },
  {
    id: 'reference/secret-key',
    title: 'Every key of a Secret that is referred to is in it',
    why: 'The Secret is there and the key is not: the container cannot be created (CreateContainerConfigError), or the volume cannot be mounted. Keys that only another party knows are not checked: list them with the entry under external.',
    severity: 'error',
    check: keys(secret),
  },
  {
    id: 'reference/config-map',
    title: 'Every ConfigMap that is referred to is there',
    why: 'A pod that reads a variable or a file from a ConfigMap which nobody makes does not start. It must come from a release of the stack, a backing resource, or be listed under external. References with optional: true are left alone.',
    severity: 'error',
    check: existence(configMap),
  },
  {
    id: 'reference/config-map-key',
    title: 'Every key of a ConfigMap that is referred to is in it',
    why: 'The ConfigMap is there and the key is not: the container cannot be created, the volume cannot be mounted, or a mount by subPath becomes an empty folder that the program cannot read.',
    severity: 'error',
    check: keys(configMap),
  },
  {
    id: 'reference/image-pull-secret',
    title: 'Image pull secrets are there, and of a type for registries',
    why: 'Without its pull secret the kubelet asks the registry anonymously: a private image is not pulled (ImagePullBackOff). A Secret of another type than kubernetes.io/dockerconfigjson is ignored.',
    severity: 'error',
    check: pullSecrets,
  },
  {
    id: 'reference/tls-secret',
    title: 'The certificate of every Ingress is there, with tls.crt and tls.key',
    why: 'Ingress controllers serve their own certificate, which no browser trusts, for hosts whose Secret is missing or incomplete. Secrets that cert-manager makes for an annotated Ingress count as there.',
    severity: 'error',
    check: certificates,
  },
];

function* pullSecrets(subject: Subject): Iterable<Verdict> {
  for (const each of resolved(subject, new Set(['pull']))) {
    if (each.found === undefined) {
      yield missing(each, subject, {
        effect: 'A private image cannot be pulled',
        hint: 'Declare it under backing.secrets with type kubernetes.io/dockerconfigjson, list it under external, or remove it.',
      });
      continue;
    }
    const type = secretType(each.found);
    if (type === undefined || /^kubernetes\.io\/(dockerconfigjson|dockercfg)$/.test(type)) continue;
    const { object, reference, namespace } = each;
    yield {
      object,
      path: reference.path,
      message: `${placeText(object, reference)}: ${idText('Secret', namespace, reference.name)} is of type ${type}; the kubelet only takes kubernetes.io/dockerconfigjson and asks the registry without it`,
      hint: 'Make the Secret with type kubernetes.io/dockerconfigjson and the key .dockerconfigjson.',
    };
  }
}

function* certificates(subject: Subject): Iterable<Verdict> {
  const effect = 'The controller serves its own certificate instead';
  for (const each of resolved(subject, new Set(['tls']))) {
    if (each.found === undefined) {
      yield missing(each, subject, {
        effect,
        hint: 'Declare it under backing.secrets with type kubernetes.io/tls, annotate the Ingress for cert-manager, or list it under external.',
      });
    } else {
      yield* missingKeys(each, {
        effect,
        hint: 'Make the Secret with type kubernetes.io/tls and the keys tls.crt and tls.key.',
      });
    }
  }
}
