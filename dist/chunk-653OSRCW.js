import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var o={name:"pull-requests",level:"write"};function a(e){let i=(e.get("x-accepted-github-permissions")??"").split(";").flatMap(n=>{let[,r,t]=/^\s*(\w+)=(read|write|admin)\b/.exec(n)??[];return r===void 0||t===void 0?[]:[{name:r.replaceAll("_","-"),level:t}]});return i.find(({name:n})=>n===o.name)??i[0]??o}var l=({name:e,level:s})=>["permissions:",...e==="contents"?[]:["  contents: read"],`  ${e}: ${s}`].join(`
`);export{a,l as b};
//# sourceMappingURL=chunk-653OSRCW.js.map
