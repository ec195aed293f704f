import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{b as t}from"./chunk-SXDL3D4Z.js";function m(o,e,n){let{$schema:r,...c}=t.toJSONSchema(n,{target:"draft-07",io:"output"});return{$schema:r,$id:`urn:k8s-deploy:v1:${o}.schema.json`,title:e,...c}}export{m as a};
//# sourceMappingURL=chunk-P2PHH4FU.js.map
