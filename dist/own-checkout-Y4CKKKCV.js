import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a,b}from"./chunk-HBOZ7QMZ.js";import"./chunk-23OJNVW2.js";import"./chunk-RRAKWNRX.js";import"./chunk-6DUBWQO2.js";import"./chunk-5RDCVUJE.js";import"./chunk-ML3TB5K5.js";export{b as checkedOut,a as requireOwnCheckout};
//# sourceMappingURL=own-checkout-Y4CKKKCV.js.map
