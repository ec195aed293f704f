/** Ports of pods and Services, and how one leads to the other. */
import { at, listAt, numberAt, textAt, type Data, type DataPath } from './data.ts';
import { perManifest } from './per-manifest.ts';
import { containersOf, podTemplateOf } from './pods.ts';

export interface ContainerPort {
  readonly container: string;
  readonly name: string | null;
  readonly number: number;
  readonly protocol: string; // `TCP`, `UDP`, `SCTP`
  /** In the object. */
  readonly path: DataPath;
}

/** Of all containers of the pods that an object describes. Ports without a number are left out: the schemas report them. */
export const containerPortsOf = perManifest((object): readonly ContainerPort[] => {
  const pod = podTemplateOf(object);
  if (pod === null) return [];
  return containersOf(pod).flatMap(({ name: container, spec, path }) =>
    listAt(spec, 'ports').flatMap((port, index) => {
      const number = numberAt(port, 'containerPort');
      if (number === undefined) return [];
      return {
        container,
        name: textAt(port, 'name') ?? null,
        number,
        protocol: textAt(port, 'protocol') ?? 'TCP',
        path: [...path, 'ports', index],
      };
    }),
  );
});

export interface ServicePort {
  readonly name: string | null;
  readonly number: number;
  readonly protocol: string;
  /** Number, or name of a container's port. */
  readonly target: number | string;
  /** In the object. */
  readonly path: DataPath;
}

export const servicePortsOf = perManifest((service): readonly ServicePort[] =>
  listAt(service.manifest, 'spec', 'ports').flatMap((port, index) => {
    const number = numberAt(port, 'port');
    if (number === undefined) return [];
    return {
      name: textAt(port, 'name') ?? null,
      number,
      protocol: textAt(port, 'protocol') ?? 'TCP',
      target: numberOrName(at(port, 'targetPort')) ?? number,
      path: ['spec', 'ports', index],
    };
  }),
);

/** The container ports that a port of a Service leads to, by its name (and then its protocol too), or by its number. */
export const targetsOf = (
  { target, protocol }: Pick<ServicePort, 'target' | 'protocol'>,
  ports: readonly ContainerPort[],
): ContainerPort[] =>
  ports.filter((port) =>
    typeof target === 'string' ? port.name === target && port.protocol === protocol : port.number === target,
  );

/** An IntOrString; text of digits stays text, as the API server takes it for a name. */
export const numberOrName = (data: Data | undefined): number | string | undefined =>
  typeof data === 'number' || (typeof data === 'string' && data !== '') ? data : undefined;

/** `http` (8080/TCP), as messages list them. */
export const portText = (port: { name: string | null; number: number; protocol: string }): string =>
  `${port.name === null ? '' : `${port.name} `}${port.number}${port.protocol === 'TCP' ? '' : `/${port.protocol}`}`;
