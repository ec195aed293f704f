/** Where pods run, and what selects them; from `pkg/apis/core/validation` and `apimachinery/pkg/apis/meta/v1/validation` of Kubernetes. */
import { textAt, type DataMap } from '../../../kubernetes/data.ts';
import { shown } from '../scalars.ts';
import { broken, isEmpty, positive, type Broken, type ServerRule } from './rule.ts';

export const schedulingRules: Readonly<Record<string, ServerRule>> = {
  'core.v1.Toleration': { check: toleration },
  'core.v1.TopologySpreadConstraint': { ranges: { maxSkew: positive, minDomains: positive } },
  'core.v1.PreferredSchedulingTerm': { optional: ['preference'], ranges: { weight: [1, 100] } },
  'core.v1.WeightedPodAffinityTerm': { ranges: { weight: [1, 100] } },
  'core.v1.NodeSelectorRequirement': { check: requirement },
  'apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement': { check: labelRequirement },
};

function* toleration({ key, operator, value, effect, tolerationSeconds }: DataMap): Iterable<Broken> {
  if (isEmpty(key) && operator !== 'Exists')
    yield broken([], 'tolerates an empty key without operator Exists', 'Set the key, or operator Exists.');
  if (operator === 'Exists' && !isEmpty(value))
    yield broken(['value'], 'has a value with operator Exists', 'Remove the value, or use operator Equal.');
  if ((tolerationSeconds ?? null) !== null && effect !== 'NoExecute')
    yield broken(['tolerationSeconds'], 'needs effect NoExecute', 'Set the effect, or remove it.');
}

/** How many values each operator takes. */
const operators: Readonly<Record<string, 'some' | 'none'>> = {
  In: 'some',
  NotIn: 'some',
  Exists: 'none',
  DoesNotExist: 'none',
};

/** The OpenAPI of those of nodes knows the operators, and has two more. */
function* labelRequirement(data: DataMap): Iterable<Broken> {
  const operator = textAt(data, 'operator') ?? '';
  if (operator !== '' && !Object.hasOwn(operators, operator))
    yield broken(
      ['operator'],
      `unknown operator ${shown(operator)}`,
      'Use In, NotIn, Exists or DoesNotExist.',
    );
  yield* requirement(data);
}

function* requirement({ operator, values }: DataMap): Iterable<Broken> {
  if (typeof operator !== 'string' || !Object.hasOwn(operators, operator)) return;
  const takes = operators[operator];
  if (takes === 'some' && isEmpty(values))
    yield broken([], `operator ${operator} needs values`, 'Give at least one value.');
  if (takes === 'none' && !isEmpty(values))
    yield broken(['values'], `operator ${operator} takes no values`, 'Remove the values, or use In.');
}
