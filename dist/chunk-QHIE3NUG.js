import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{b as e}from"./chunk-5RDCVUJE.js";import{mkdirSync as c,writeFileSync as m}from"node:fs";import{dirname as d}from"node:path";function l({format:o,file:t},i,n){try{c(d(t),{recursive:!0}),m(t,`${n.redact(i)}
`)}catch(r){let a=r instanceof Error?r.message:String(r);throw new e("configuration",`the report ${o} cannot be written: ${a}`,{cause:r})}}export{l as a};
//# sourceMappingURL=chunk-QHIE3NUG.js.map
