import { type BucketInputs, parseInputs } from '../../../pulumi/provider/inputs.ts';

/** Inputs as they are after `check`, everything at its default except what is given. */
export function declared(given: Partial<BucketInputs> = {}): BucketInputs {
  const { inputs, failures } = parseInputs(
    { bucket: 'acme-state', region: 'eu-west-1', ...given },
    'shop/dev',
  );
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs;
}
