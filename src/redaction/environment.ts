/** Secrets that come with the environment: of clouds, of Pulumi, of GitHub, of whoever named a variable like one. */
import { isMaskable } from './common-words.ts';
import { isElsewhere, isSecretName } from './names.ts';
import type { Redactor } from './redactor.ts';
import { passwordsIn } from './urls.ts';

/** Those that are too weak are left out without a word: nobody said that the stack uses them. */
export function learnEnvironment(environment: NodeJS.ProcessEnv, redactor: Pick<Redactor, 'learn'>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || isElsewhere(value)) continue;
    const isSecret = isSecretName(name) && isMaskable(value);
    if (isSecret || passwordsIn(value).length > 0) redactor.learn(value, null);
  }
}
