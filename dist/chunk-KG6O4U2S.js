import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as l}from"./chunk-T47XEQKS.js";import{randomUUID as c}from"node:crypto";import{appendFileSync as d}from"node:fs";var y=1024*1024;function m(i,r){let e=[],o="",n=0;for(let[t,u]of Object.entries(r)){let s=String(u),p=(t.length+s.length)*2;if(n+p>y){e.push(`the output ${t} is left out: all outputs together may take 1 MB`);continue}n+=p;let a=`k8s-deploy-${c()}`;o+=`${t}<<${a}
${s}
${a}
`}if(o==="")return e;try{d(i,o)}catch(t){let{code:u,message:s}=t;e.push(`the outputs of the step cannot be written (${u??s})`)}return e}var S=({runUrl:i,summaryFile:r,outputFile:e},o)=>({runUrl:i,summary(n){if(r===null)return;let t=l(r,n);t.kind==="not-written"&&o(`the summary of the job was not written: ${t.reason}`)},outputs(n){for(let t of e===null?[]:m(e,n))o(t)}});export{S as a};
//# sourceMappingURL=chunk-KG6O4U2S.js.map
