import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a,b,c}from"./chunk-3ZRQP3F2.js";import"./chunk-PVKVHKLL.js";import"./chunk-JFPVOXNC.js";import"./chunk-ML3TB5K5.js";export{c as bucketEndpoint,a as bucketStore,b as saysPathStyle};
//# sourceMappingURL=bucket-store-N62O2XTQ.js.map
