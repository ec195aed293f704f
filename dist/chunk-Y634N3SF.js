import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var i=t=>t.includes("/")?t.slice(0,t.indexOf("/")):"",o=({apiVersion:t,kind:n,namespace:e,name:r})=>JSON.stringify([i(t),n,e,r]),s=({kind:t,namespace:n,name:e})=>`${t} ${n===null?"":`${n}/`}${e}`;export{i as a,o as b,s as c};
//# sourceMappingURL=chunk-Y634N3SF.js.map
