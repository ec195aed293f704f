import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as s,b as a}from"./chunk-GSOM3S2J.js";import{appendFileSync as d,statSync as p}from"node:fs";var m=1024*1024;function l(r,c){try{let t=p(r,{throwIfNoEntry:!1})?.size??0,e=t===0?"":`

`,n=m-t-e.length-1,o={characters:n,bytes:n};for(let y of n>0?a(o):[]){let i=c(y);if(s(i,o))return d(r,`${e}${i}
`),{kind:"written"}}return{kind:"not-written",reason:`the job summary has no room: ${t} of ${m} bytes are taken`}}catch(t){let{code:e,message:n}=t;return{kind:"not-written",reason:`the job summary cannot be written (${e??n})`}}}export{l as a};
//# sourceMappingURL=chunk-T47XEQKS.js.map
