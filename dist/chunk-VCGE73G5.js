import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as d,e as f}from"./chunk-IOMAX7BM.js";import{h as m}from"./chunk-LFBUL5XT.js";var y={style:(l,o)=>o};function u(l,o,{redactor:a}){let r=a.redactData(o.flatMap(t=>t.split(`
`))),s=t=>{let n=r.length-t;return a.redact([`### ${d(l)}`,"",...f("text",r.length===0?["nothing"]:r.slice(0,t)),...n===0?[]:["",`_${m(n,"more line")}: the log of the run has all._`]].join(`
`))};return({characters:t,bytes:n})=>{let g=c=>c.length<=t&&Buffer.byteLength(c)<=n,e=r.length,i=s(e);for(;!g(i)&&e>0;)e=Math.floor(e/2),i=s(e);return i}}export{y as a,u as b};
//# sourceMappingURL=chunk-VCGE73G5.js.map
