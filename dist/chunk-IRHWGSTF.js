import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{b as i,c as o}from"./chunk-6HFQTQLV.js";var s=60,d=2e3;function f(r,c){let n=o("","",r,c,"","",{context:3,headerOptions:i,maxEditLength:d});if(n===void 0)return"(nearly everything differs)";let t=n.trimEnd().split(`
`),e=t.length-s;return[...t.slice(0,s),...e>0?[`\u2026 and ${e} more lines`]:[]].join(`
`)}export{f as a};
//# sourceMappingURL=chunk-IRHWGSTF.js.map
