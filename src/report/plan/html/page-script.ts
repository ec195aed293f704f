/** The page's script as text: the functions of `browser/`, each called once. */
import { folding } from './browser/folding.ts';
import { search } from './browser/search.ts';

export const pageScript = [search, folding].map((part) => `(${String(part)})(window);`).join('\n');
