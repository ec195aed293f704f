#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));
import{a as e}from"./chunk-HHBLTIFQ.js";import"./chunk-ML3TB5K5.js";import*as o from"node:module";import{join as r}from"node:path";var[s=0]=process.versions.node.split(".").map(Number);s<22&&(process.stderr.write(`error (configuration): k8s-deploy needs Node.js 22 or newer, this is ${process.versions.node}
`),process.exit(2));o.enableCompileCache?.(r(e(),"compiled"));var{program:i}=await import("./program-U5FNGE42.js");process.exitCode=await i(process.argv.slice(2),process);
//# sourceMappingURL=cli.js.map
