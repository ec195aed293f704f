import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var o=s=>s===".pulumi"||s===".pulumi.attrs"||s===".k8s-deploy";export{o as a};
//# sourceMappingURL=chunk-6ARQCEBE.js.map
