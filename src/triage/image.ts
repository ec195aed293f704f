/** Images that cannot be pulled, and what to do by what the registry or the network said. */
import { textAt } from '../kubernetes/data.ts';
import type { ContainerFacts } from './container.ts';
import { hints } from './hints.ts';
import { cut } from './said.ts';
import { idOf, suspect, type Suspect } from './suspect.ts';

/** Of kubelet's `pkg/kubelet/images/types.go`. */
export const imageReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

export function unpulled({ pod, word, name, spec, status, events }: ContainerFacts): Suspect {
  const image = textAt(spec, 'image') ?? textAt(status, 'image') ?? '';
  const waiting = textAt(status, 'state', 'waiting', 'message') ?? '';
  // While it backs off, its state may no longer say why: the event of the last attempt does.
  const last = events.findLast(
    ({ reason, message }) => reason === 'Failed' && message.startsWith('Failed to pull'),
  );
  const why = pullError([waiting, last?.message ?? ''], image);
  return suspect(
    {
      cause: 'image-pull',
      object: idOf(pod),
      message: `${word} ${name}: image ${image} cannot be pulled${why === '' ? '' : `: ${why}`}`,
      hint: imageHint(why),
    },
    { container: name },
  );
}

/** Without what the layers between the registry and the kubelet put around it. */
function pullError(texts: readonly string[], image: string): string {
  const told = texts
    .map((text) =>
      text
        .replace(/^Back-off pulling image "[^"]*"(?:: )?/, '')
        .replace(/^Failed to pull image "[^"]*": /, '')
        .replace(/^(?:ErrImagePull|ImagePullBackOff): /, '')
        .replaceAll(
          /(?:rpc error: code = \w+ desc = |failed to pull and unpack image "[^"]*": |failed to resolve (?:reference|image) "[^"]*": |failed to copy: )/g,
          '',
        )
        .replace(`${image}: `, '')
        .trim(),
    )
    .find((text) => text !== '' && text !== 'ErrImagePull');
  return cut(told ?? '');
}

const known: readonly (readonly [RegExp, string])[] = [
  [
    /not found|manifest unknown|name unknown|does not exist|NotFound/i,
    'correct the name or the tag: the registry has no such image (or shows it only to those who sign in)',
  ],
  [
    /unauthori[sz]ed|\b401\b|\b403\b|denied|authentication required|authorization failed|no basic auth/i,
    'let the nodes sign in: name a Secret of type kubernetes.io/dockerconfigjson in imagePullSecrets, or give its account the right to pull',
  ],
  [
    /toomanyrequests|too many requests|\b429\b|rate limit/i,
    'sign in to the registry, or pull from a mirror: it limits how often it is asked',
  ],
  [
    /x509|certificate|http: server gave HTTP response/i,
    'have the nodes trust the certificate of the registry',
  ],
  [
    /no such host|i\/o timeout|connection refused|deadline exceeded|dial tcp|network is unreachable/i,
    'check the host in the name of the image, and that the nodes reach it (network, proxy, DNS)',
  ],
  [
    /invalid reference format|couldn't parse image|InvalidImageName/i,
    'correct the name of the image: it cannot be read as one',
  ],
  [
    /no match for platform|exec format/i,
    'build the image for the architecture of the nodes, or choose nodes that fit',
  ],
  [/never|ErrImageNeverPull/i, 'set imagePullPolicy to IfNotPresent, or load the image onto the nodes'],
];

export const imageHint = (why: string): string =>
  known.find(([pattern]) => pattern.test(why))?.[1] ?? hints['image-pull'];
