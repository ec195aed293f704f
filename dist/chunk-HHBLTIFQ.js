import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{homedir as e}from"node:os";import{join as r}from"node:path";function i(o=process.env){return o.K8S_DEPLOY_CACHE||r(o.XDG_CACHE_HOME||r(e(),".cache"),"k8s-deploy")}export{i as a};
//# sourceMappingURL=chunk-HHBLTIFQ.js.map
