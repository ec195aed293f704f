import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
function s(e,t){let n=[t.style("red",`error (${e.code}): `)+o(e.message)];return e.hint!==null&&n.push(t.style("cyan","  what to do: ")+o(e.hint)),n}var o=e=>e.split(`
`).join(`
  `),r=e=>({error:{code:e.code,exitCode:e.exitCode,message:e.message,hint:e.hint}});export{s as a,r as b};
//# sourceMappingURL=chunk-SHUG4MAX.js.map
