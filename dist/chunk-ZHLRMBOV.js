import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var n=class extends Error{code;advice;constructor(t,o,i,r={}){super(o,r),this.name="ChartProblem",this.code=t,this.advice=i}};function s(e){return typeof e!="object"||e===null||!("code"in e)?null:typeof e.code=="string"?e.code:null}export{n as a,s as b};
//# sourceMappingURL=chunk-ZHLRMBOV.js.map
