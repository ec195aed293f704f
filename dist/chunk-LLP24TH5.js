import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var t=/^[A-Za-z0-9_][-.\w]*$/;var e=/^1\.\d{1,2}(\.\d+)?$/;export{t as a,e as b};
//# sourceMappingURL=chunk-LLP24TH5.js.map
