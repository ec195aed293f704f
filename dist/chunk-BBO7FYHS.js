import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
function s(n){return n<"\u0300"?1:u.test(n)?0:f.test(n)?2:1}var u=/^[\p{Mn}\p{Me}\p{Cf}]$/u,f=/^[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Yi}\p{sc=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u;export{s as a};
//# sourceMappingURL=chunk-BBO7FYHS.js.map
