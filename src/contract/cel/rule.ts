/** Rules of a contract file. Load this module only if there are some: the library behind it takes time to start. */
import type { RenderedObject } from '../../kubernetes/rendered.ts';
import type { Subject } from '../../systems/rule.ts';
import { compileExpression, type Expression } from './expression.ts';
import { celLimits } from './limits.ts';
import { opinionOf, type Opinion, type Parts } from './opinion.ts';
import { withoutSecrets } from './secrets.ts';
import {
  caseVariables,
  objectVariables,
  variablesOfCase,
  variablesOfObject,
  type Variables,
} from './variables.ts';
import type { RulePart, RuleProblem, RuleText, RuleVerdict } from './verdict.ts';

export interface CelRule {
  readonly text: RuleText;
  readonly readsValues: boolean;
  /** Total: nothing in the subject makes it throw. */
  judge(subject: Subject, caseName: string): RuleVerdict[];
}

export type CompiledRule =
  | { readonly ok: true; readonly rule: CelRule }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Problems of all parts at once. */
export function compileRule(text: RuleText): CompiledRule {
  const problems: RuleProblem[] = [];
  const names = text.on === undefined ? caseVariables : objectVariables;
  const compiled = (part: RulePart): Expression | null => {
    const source = text[part];
    if (source === undefined) return null;
    const result = compileExpression(source, names);
    if (result.ok) return result.expression;
    problems.push(...result.flaws.map((flaw) => ({ part, ...flaw })));
    return null;
  };
  const [on, assert, message] = [compiled('on'), compiled('assert'), compiled('messageExpression')];
  if (assert === null || problems.length > 0) return { ok: false, problems };
  const parts: Parts = { on, assert, message };
  const judge = on === null ? judgeOfAll(text, parts) : judgeOfEach(text, parts);
  return { ok: true, rule: { text, readsValues: readBy(parts).has('values'), judge } };
}

const judgeOfAll =
  (text: RuleText, parts: Parts): CelRule['judge'] =>
  (subject, caseName) => {
    const { message, errors } = opinionOf(text, parts, variablesOfCase(subject, caseName, readBy(parts)));
    return [
      ...errors.map((error) => errorVerdict(error, null, subject)),
      ...(message === null ? [] : [violation(text, message, subject)]),
    ];
  };

/** What reads nothing of the case, nor where the object is from, says the same of the same object in every case. */
function judgeOfEach(text: RuleText, parts: Parts): CelRule['judge'] {
  const reads = readBy(parts);
  const remembers = ![...reads].some((name) => name === 'template' || caseVariables.has(name));
  const known = new Map<string, Opinion>();
  const opinionOn = (object: RenderedObject, ofCase: Variables): Opinion => {
    const before = known.get(object.hash);
    if (before !== undefined) return before;
    const made = opinionOf(text, parts, variablesOfObject(object, ofCase));
    if (known.size >= celLimits.remembered) known.clear();
    if (remembers) known.set(object.hash, made);
    return made;
  };
  return (subject, caseName) => {
    const ofCase = variablesOfCase(subject, caseName, reads);
    const verdicts: RuleVerdict[] = [];
    const errors = new Map<string, Counted>();
    let matches = 0;
    for (const object of subject.objects) {
      const said = opinionOn(object, ofCase);
      if (said.isSelected) matches++;
      if (said.message !== null) verdicts.push(violation(text, said.message, subject, object));
      for (const error of said.errors) {
        const same = errors.get(`${error.part} ${error.message}`);
        if (same === undefined) {
          const verdict = errorVerdict(error, object, subject);
          errors.set(`${error.part} ${error.message}`, { verdict, others: 0 });
        } else same.others++;
      }
    }
    if (matches === 0 && errors.size === 0 && !text.optional) {
      const message = `the rule is about no object of this case: its "on" selects none of ${subject.objects.length}`;
      verdicts.push({ kind: 'no-match', message });
    }
    return [...verdicts, ...[...errors.values()].map(counted)];
  };
}

const readBy = ({ on, assert, message }: Parts): ReadonlySet<string> =>
  new Set([on, assert, message].flatMap((part) => [...(part?.reads ?? [])]));

const defaultHint =
  'Change the values or the chart so that the rule holds; if it is the rule that is wrong, correct it.';

function violation(text: RuleText, said: string, { objects }: Subject, object?: RenderedObject): RuleVerdict {
  // What the author wrote out is no secret of the chart.
  const message = text.messageExpression === undefined ? said : withoutSecrets(said, objects);
  const most = celLimits.messageCharacters;
  return {
    kind: 'violation',
    violation: {
      ...(object !== undefined && { object }),
      message: message.length > most ? `${message.slice(0, most).toWellFormed()}…` : message,
      hint: text.hint ?? defaultHint,
      severity: text.severity,
    },
  };
}

type ErrorVerdict = RuleVerdict & { readonly kind: 'error' };

const errorVerdict = (
  error: RuleProblem,
  object: RenderedObject | null,
  { objects }: Subject,
): ErrorVerdict => ({
  kind: 'error',
  ...error,
  message: withoutSecrets(error.message, objects),
  object,
});

/** The same error on many objects is told once. */
const counted = ({ verdict, others }: Counted): RuleVerdict =>
  others === 0 ? verdict : { ...verdict, message: `${verdict.message} (and so for ${others} more)` };

interface Counted {
  readonly verdict: ErrorVerdict;
  others: number;
}
