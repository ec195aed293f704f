/** What is wrong with one container of a pod, from its status. */
import { at, isMap, listAt, numberAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import type { ObservedEvent } from '../kubernetes/observed-event.ts';
import { hints } from './hints.ts';
import { ending, howItEnded, times, type Ending } from './ending.ts';
import { imageReasons, unpulled } from './image.ts';
import { missingDataIn } from './missing-data.ts';
import { probeFailure } from './probe.ts';
import { cut } from './said.ts';
import { idOf, suspect, type Suspect, type SuspectLog } from './suspect.ts';

export interface ContainerFacts {
  readonly pod: DataMap;
  /** `container`, `init container` */
  readonly word: string;
  readonly name: string;
  readonly spec: Data | undefined;
  readonly status: DataMap;
  /** About the pod, oldest first. */
  readonly events: readonly ObservedEvent[];
  /** Whether it is part of a hook, so that its end is what the hook failed of. */
  readonly isHook: boolean;
}

/** Null if nothing is wrong with it, or nothing can be told. */
export function containerTrouble(facts: ContainerFacts): Suspect | null {
  const { status } = facts;
  const waiting = textAt(status, 'state', 'waiting', 'reason') ?? '';
  if (imageReasons.has(waiting)) return unpulled(facts);
  if (waiting === 'CreateContainerConfigError') return unconfigured(facts);
  const ended = ending(status);
  if (startReasons.has(waiting) || unstarted.has(ended?.reason ?? ''))
    return unstartable(facts, waiting, ended);
  return ended === null || isReady(status) ? null : exited(facts, ended);
}

const startReasons = new Set([
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
]);
const unstarted = new Set(['StartError', 'ContainerCannotRun', 'ContainerStatusUnknown']);

const isReady = (status: DataMap): boolean => at(status, 'ready') === true;

function unconfigured(facts: ContainerFacts): Suspect {
  const { pod, word, name, status } = facts;
  const why = textAt(status, 'state', 'waiting', 'message') ?? '';
  const missing = missingDataIn(why, pod, `${word} ${name}`);
  if (missing !== null) return { ...missing, container: name };
  return suspect(
    {
      cause: 'container-exit',
      object: idOf(pod),
      message: `${word} ${name} cannot be made: ${cut(why) || 'the kubelet does not say why'}`,
      hint:
        why.includes('runAsNonRoot') || why.includes('run as root')
          ? 'set securityContext.runAsUser to a user that is not root, or take an image that has one'
          : 'correct what the message names in the values of the release',
    },
    { container: name },
  );
}

function unstartable(
  { pod, word, name, status }: ContainerFacts,
  waiting: string,
  ended: Ending | null,
): Suspect {
  const why = ended?.message ?? textAt(status, 'state', 'waiting', 'message') ?? '';
  const isCommand =
    /executable file not found|no such file or directory|no command specified|permission denied/.test(why);
  return suspect(
    {
      cause: 'container-exit',
      object: idOf(pod),
      message: `${word} ${name} cannot be started: ${cut(why) || waiting}`,
      hint: isCommand
        ? 'correct its command or args, or take an image that has the program'
        : hints['container-exit'],
    },
    { container: name },
  );
}

function exited(facts: ContainerFacts, ended: Ending): Suspect {
  const { pod, word, name, spec, status, isHook } = facts;
  const object = idOf(pod);
  const restarts = numberAt(status, 'restartCount') ?? 0;
  const log: SuspectLog = {
    namespace: object.namespace ?? 'default',
    pod: object.name,
    container: name,
    previous: ended.isPrevious,
  };
  const rest = { container: name, log };
  if (ended.reason === 'OOMKilled') {
    const limit = textAt(spec, 'resources', 'limits', 'memory');
    const most = limit === undefined ? 'the memory of its node' : `its memory limit of ${limit}`;
    const again = restarts === 0 ? '' : `, ${times(restarts)}`;
    return suspect(
      {
        cause: 'out-of-memory',
        object,
        message: `${word} ${name} was killed: it needed more than ${most}${again}`,
        hint: hints['out-of-memory'],
      },
      rest,
    );
  }
  const probe = probeFailure(facts, 'kills');
  if (probe !== null) return { ...probe, ...rest };
  const how = howItEnded(ended);
  const why = ended.message === null ? '' : `: ${cut(ended.message)}`;
  if (isHook) {
    const again = restarts === 0 ? '' : `, ${times(restarts)}`;
    return suspect(
      {
        cause: 'hook-failed',
        object,
        message: `${word} ${name} ended with ${how}${again}${why}`,
        hint: hints['hook-failed'],
      },
      rest,
    );
  }
  if (restarts === 0)
    return suspect(
      {
        cause: 'container-exit',
        object,
        message: `${word} ${name} ended with ${how}${why}`,
        hint: hints['container-exit'],
      },
      rest,
    );
  return suspect(
    {
      cause: 'crash-loop',
      object,
      message: `${word} ${name} ends again and again, with ${how}, ${times(restarts)}${why}`,
      hint:
        ended.exitCode === 0
          ? 'it ends in success, and what runs in a Deployment must not end: correct its command, or make it a Job'
          : hints['crash-loop'],
    },
    rest,
  );
}

/** All containers of a pod with their status: init containers first, as they run. */
export function containersIn(pod: DataMap): Pick<ContainerFacts, 'word' | 'name' | 'spec' | 'status'>[] {
  return [
    ['init container', 'initContainers', 'initContainerStatuses'] as const,
    ['container', 'containers', 'containerStatuses'] as const,
  ].flatMap(([word, specs, statuses]) =>
    listAt(pod, 'status', statuses)
      .filter(isMap)
      .map((status) => {
        const name = textAt(status, 'name') ?? '';
        const spec = listAt(pod, 'spec', specs).find((each) => textAt(each, 'name') === name);
        return { word, name, spec, status };
      }),
  );
}
