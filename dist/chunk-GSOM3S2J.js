import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
var n=(t,{characters:e,bytes:i})=>t.length<=e&&Buffer.byteLength(t)<=i,r=({characters:t,bytes:e})=>({characters:Math.floor(t/2),bytes:Math.floor(e/2)});function o(t){let e=[t];for(let i=t;e.length<=4;e.push(i))i=r(i);return e}export{n as a,o as b};
//# sourceMappingURL=chunk-GSOM3S2J.js.map
