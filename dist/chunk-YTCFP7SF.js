import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
function i(r){let t=r.flatMap(e=>e.files);return{files:t.length,tests:t.reduce((e,{tests:n})=>e+n,0),differences:t.reduce((e,{differences:n})=>e+n.length,0)}}export{i as a};
//# sourceMappingURL=chunk-YTCFP7SF.js.map
