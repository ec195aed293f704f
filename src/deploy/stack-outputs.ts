/** What the last `up` gave, by name; what of it is secret is known by Pulumi's own marks in the state, since the CLI's answer tells only of whole outputs. */
import { at, isMap, listAt, textAt, type Data, type DataMap } from '../kubernetes/data.ts';
import type { Deployment } from './deployment.ts';

export interface StackOutputs {
  /** Everything, secrets too: never printed. */
  readonly whole: DataMap;
  /** With `[secret]` in the place of each secret. */
  readonly withheld: DataMap;
  /** Without those that are secret as a whole. */
  readonly plain: DataMap;
  /** What was withheld. */
  readonly secrets: readonly Data[];
}

/** Rejects with a `Failure`. */
export async function stackOutputs(deployment: Deployment): Promise<StackOutputs> {
  let found: StackOutputs = { whole: {}, withheld: {}, plain: {}, secrets: [] };
  await deployment.operate('outputs', async (stack) => {
    const [outputs, exported] = [await stack.outputs(), await stack.exportStack()];
    const values = Object.entries(outputs).map(([name, { value }]) => [name, plainData(value)]);
    found = withoutSecrets(
      Object.fromEntries(values) as DataMap,
      outputsInState(exported.deployment as Data),
    );
  });
  return found;
}

const stackType = 'pulumi:pulumi:Stack';

const outputsInState = (deployment: Data): Data =>
  at(
    listAt(deployment, 'resources').find((resource) => textAt(resource, 'type') === stackType),
    'outputs',
  ) ?? null;

/** https://www.pulumi.com: the key of typed values in a state, and the type of an encrypted one. */
const signature = '4dabf18193072939515e22adb298388d';
const secretSignature = '1b47061264138c4ac30d75fd1eb44270';

const isSecret = (mark: Data | undefined): boolean => isMap(mark) && mark[signature] === secretSignature;

const holdsSecret = (mark: Data | undefined): boolean =>
  isSecret(mark) ||
  (Array.isArray(mark) && mark.some(holdsSecret)) ||
  (isMap(mark) && Object.values(mark).some(holdsSecret));

/** `values`: decrypted. `marks`: the same in the state, encrypted. What has no mark is taken for a secret. Pure. */
export function withoutSecrets(values: DataMap, marks: Data): StackOutputs {
  const secrets: Data[] = [];
  const shown = (value: Data, mark: Data | undefined): Data => {
    if (isMap(value) && isMap(mark) && !Object.hasOwn(mark, signature))
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, shown(each, own(mark, key))]),
      );
    if (Array.isArray(value) && Array.isArray(mark))
      return value.map((each: Data, index) => shown(each, mark[index] as Data | undefined));
    const isAlike = typeof value !== 'object' || value === null || isMap(mark);
    if (mark !== undefined && isAlike && !holdsSecret(mark)) return value;
    secrets.push(value);
    return '[secret]';
  };
  const withheld = Object.entries(values).map(([name, value]): readonly [string, Data] => [
    name,
    shown(value, isMap(marks) ? own(marks, name) : undefined),
  ]);
  return {
    whole: values,
    withheld: Object.fromEntries(withheld),
    plain: Object.fromEntries(withheld.filter(([, value]) => value !== '[secret]')),
    secrets,
  };
}

const own = (map: DataMap, key: string): Data | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

const plainData = (value: unknown): Data => JSON.parse(JSON.stringify(value ?? null)) as Data;
