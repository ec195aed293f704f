import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{relative as r}from"node:path";var s=process.cwd(),n=t=>r(s,t);export{n as a};
//# sourceMappingURL=chunk-YJUPPXVW.js.map
