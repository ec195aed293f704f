/** Keys and values of labels, annotations and selectors. */
import { mapAt, textsAt, type DataPath } from '../../kubernetes/data.ts';
import { labelValueProblem, qualifiedNameProblem } from '../../kubernetes/names.ts';
import { podTemplateOf } from '../../kubernetes/pods.ts';
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Rule } from '../../systems/rule.ts';
import { refused, ruleOfManifests, type Fault } from './fault.ts';

export const labelRule: Rule = ruleOfManifests(
  {
    id: 'name/label',
    title: 'Labels, annotations and selectors have valid keys and values',
    why: 'A label’s value has at most 63 characters of letters, digits, "-", "_" and "."; keys may have a DNS prefix before a "/". Versions with "+" and long image tags are what breaks it.',
    severity: 'error',
  },
  labelFaults,
);

/** All annotations of an object together, in bytes. */
const annotationBytes = 262_144;

function labelFaults(object: RenderedObject): Fault[] {
  const pod = podTemplateOf(object);
  const metadata: DataPath[] = [['metadata']];
  if (pod !== null && pod.path.length > 0) metadata.push([...pod.path, 'metadata']);
  const labels: DataPath[] = [
    ...metadata.map((path) => [...path, 'labels']),
    ['spec', 'selector', 'matchLabels'],
    ...(pod === null ? [] : [[...pod.path, 'spec', 'nodeSelector']]),
    ...(object.kind === 'Service' ? [['spec', 'selector']] : []),
  ];
  return [
    ...labels.flatMap((path) => [...keyFaults(object, path), ...valueFaults(object, path)]),
    ...metadata.flatMap((path) => {
      const annotations = [...path, 'annotations'];
      const bytes = Object.entries(textsAt(object.manifest, ...annotations)).reduce(
        (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
        0,
      );
      return [
        ...keyFaults(object, annotations),
        ...(bytes <= annotationBytes
          ? []
          : [
              {
                path: annotations,
                message: `its annotations have ${bytes} bytes of at most ${annotationBytes}. ${refused}`,
                hint: 'Keep large texts in a ConfigMap.',
              },
            ]),
      ];
    }),
  ];
}

const keyFaults = ({ manifest }: RenderedObject, path: DataPath): Fault[] =>
  Object.keys(mapAt(manifest, ...path)).flatMap((key) => {
    // Annotations may have capitals in the prefix.
    const problem = qualifiedNameProblem(path.at(-1) === 'annotations' ? key.toLowerCase() : key);
    return problem === null
      ? []
      : {
          path: [...path, key],
          message: `key "${key}" of ${path.join('.')}: ${problem}. ${refused}`,
          hint: 'A key looks like app.kubernetes.io/name.',
        };
  });

const valueFaults = ({ manifest }: RenderedObject, path: DataPath): Fault[] =>
  Object.entries(textsAt(manifest, ...path)).flatMap(([key, value]) => {
    const problem = labelValueProblem(value);
    return problem === null
      ? []
      : {
          path: [...path, key],
          message: `value "${value}" of ${key} in ${path.join('.')}: ${problem}. ${refused}`,
          hint: 'In a template: {{ … | replace "+" "_" | trunc 63 | trimSuffix "-" }}.',
        };
  });
