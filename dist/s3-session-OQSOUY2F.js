import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a}from"./chunk-XXJYBETZ.js";import"./chunk-PVKVHKLL.js";import"./chunk-JFPVOXNC.js";import"./chunk-C3WV2V7Z.js";import"./chunk-5RDCVUJE.js";import"./chunk-ML3TB5K5.js";export{a as S3Session};
//# sourceMappingURL=s3-session-OQSOUY2F.js.map
