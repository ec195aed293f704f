import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a,b}from"./chunk-T7CDR7KL.js";import"./chunk-HCWLF7XM.js";import"./chunk-6DUBWQO2.js";import"./chunk-RRAKWNRX.js";import"./chunk-5RDCVUJE.js";import"./chunk-ML3TB5K5.js";export{b as checkedOut,a as requireOwnCheckout};
//# sourceMappingURL=own-checkout-TWLYBOBD.js.map
