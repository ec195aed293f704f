import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{b as e}from"./chunk-ML3TB5K5.js";var a,t=e(()=>{a={}});t();export{a as default};
//# sourceMappingURL=bowser-H7ZJHI2J.js.map
