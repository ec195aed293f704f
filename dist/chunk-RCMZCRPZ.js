import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var t=/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/g,l=e=>e.toWellFormed().replaceAll(/\r\n?/g,`
`).replaceAll(t,""),u=e=>i(l(e)),i=e=>e.replaceAll(/^(\s*):(?=:)/gm,"$1: ").replaceAll("##[","## [");function s(e,r){let n=u(e).replaceAll(/\s+/g," ").trim();return n.length>r?`${n.slice(0,r-1).toWellFormed()}\u2026`:n}export{l as a,u as b,i as c,s as d};
//# sourceMappingURL=chunk-RCMZCRPZ.js.map
