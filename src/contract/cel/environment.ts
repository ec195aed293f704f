/** The one environment of all rules: CEL's own functions, its strings extension, and what Kubernetes adds. */
import { celEnv } from '@bufbuild/cel';
import { stringFunctions } from './functions/corrections.ts';
import { decodeFunctions } from './functions/decode.ts';
import { listFunctions } from './functions/lists.ts';
import { quantityFunctions } from './functions/quantity.ts';
import { regex, regexFunctions } from './functions/regex.ts';
import { semverFunctions } from './functions/semver.ts';
import { urlFunctions } from './functions/url.ts';
import { macroFunctions } from './macros.ts';

export const environment = celEnv({
  funcs: [
    ...stringFunctions,
    ...listFunctions,
    ...regexFunctions,
    ...quantityFunctions,
    ...semverFunctions,
    ...urlFunctions,
    ...decodeFunctions,
    ...macroFunctions,
  ],
  re2: { compile: regex },
});
