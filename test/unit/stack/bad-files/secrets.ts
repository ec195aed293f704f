/** Secrets that were written where only their source belongs: never repeated. */
import type { BadFile } from '../bad-file.ts';
import { head } from '../stack-directory.ts';

export const secrets: readonly BadFile[] = [
  {
    title: 'a password instead of its source',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: hunter2}
`,
    never: ['hunter2'],
    problems: [
      'deploy.yaml:6:61 releases.a.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
    ],
  },
  {
    title: 'a number instead of a source',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: 123456789, user: 987654321}
`,
    never: ['123456789', '987654321'],
    problems: [
      'deploy.yaml:6:61 releases.a.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found a number',
      'deploy.yaml:6:78 releases.a.user: expected text or a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found a number',
    ],
  },
  {
    title: 'a password one level too high',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, auth: hunter2}
`,
    never: ['hunter2'],
    problems: ['deploy.yaml:6:60 releases.a.auth: expected a map, found text'],
  },
  {
    title: 'a password under fromEnv and fromConfig',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: {fromEnv: "hunter 2"}, user: {fromConfig: "hunter 2!"}}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:6:71 releases.a.token.fromEnv: expected the name of an environment variable, found text',
      'deploy.yaml:6:103 releases.a.user.fromConfig: expected a Pulumi config key, found text',
    ],
  },
  {
    title: 'a password as a file name',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: {fromFile: "/hunter2/../x"}}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:6:72 releases.a.token.fromFile: expected a path inside the stack directory, without a leading "/" and without "..", found text',
    ],
  },
  {
    title: 'a password in braces',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: {hunter2}}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:6:61 releases.a.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found a map',
    ],
  },
  {
    title: 'a password in brackets',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: [hunter2]}
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:6:61 releases.a.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found a list',
    ],
  },
  {
    title: 'a password under an unknown key',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, passwort: hunter2}
`,
    never: ['hunter'],
    problems: ['deploy.yaml:6:54 releases.a.passwort: unknown key "passwort"'],
  },
  {
    title: 'a misspelt source',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: {fromEnvv: TOKEN}}
`,
    problems: ['deploy.yaml:6:62 releases.a.token.fromEnvv: unknown key "fromEnvv"; did you mean "fromEnv"?'],
  },
  {
    title: 'two sources',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: {fromEnv: TOKEN, fromFile: token.txt}}
`,
    problems: ['deploy.yaml:6:78 releases.a.token.fromFile: "fromFile" cannot be combined with "fromEnv"'],
  },
  {
    title: 'no source',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: {}, auth: {}}
`,
    problems: [
      'deploy.yaml:6:61 releases.a.token: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found an empty map',
      'deploy.yaml:6:71 releases.a.auth.jwtSecret: missing; expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}',
    ],
  },
  {
    title: 'in registries and backing secrets',
    yaml: `${head}releases:
  a: {chart: {ref: c, password: hunter2}, namespace: shop}
registries:
  ghcr.io: {username: 12345, password: hunter2}
backing:
  secrets:
    db: {namespace: shop, data: {password: [hunter2], "bad key": {fromEnv: X}}}
    api: {namespace: shop, data: hunter2}
`,
    never: ['hunter', '12345'],
    problems: [
      'deploy.yaml:6:33 releases.a.chart.password: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      'deploy.yaml:8:23 registries["ghcr.io"].username: expected text or a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found a number',
      'deploy.yaml:8:40 registries["ghcr.io"].password: expected a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found text',
      'deploy.yaml:11:44 backing.secrets.db.data.password: expected text or a secret source: {fromConfig: KEY}, {fromEnv: NAME} or {fromFile: PATH}, found a list',
      'deploy.yaml:11:55 backing.secrets.db.data["bad key"]: "bad key" cannot be a key here: expected letters, digits, "-", "_" and "."',
      'deploy.yaml:12:34 backing.secrets.api.data: expected a map, found text',
    ],
  },
  {
    title: 'a source in Helm values, which would reach the chart as a map',
    yaml: `${head}releases:
  a:
    chart: {ref: c}
    namespace: shop
    values: {password: {fromConfig: "hunter 2"}, list: [{token: {fromEnv: HUNTER}}], kept: {fromEnv: true, fromFile: {a: b}}}
    valueFiles: [values.yaml]
`,
    files: { 'values.yaml': 'tls:\n  key: {fromFile: hunter.pem}\n' },
    never: ['hunter', 'HUNTER'],
    problems: [
      'deploy.yaml:9:24 releases.a.values.password: Helm values take no secret source: declare the secret under backing.secrets, and name its Secret here with {nameOf: KEY}',
      'deploy.yaml:9:65 releases.a.values.list[0].token: Helm values take no secret source: declare the secret under backing.secrets, and name its Secret here with {nameOf: KEY}',
      'values.yaml:2:8 tls.key: Helm values take no secret source: declare the secret under backing.secrets, and name its Secret here with {nameOf: KEY}',
    ],
  },
  {
    title: 'a password that looks like a tag',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: !hunter2 }
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:6:61: not valid YAML: unknown tag ("!"); put text that starts with "!" in quotes',
    ],
  },
  {
    title: 'a password that looks like an alias',
    yaml: `${head}releases:
  a: {system: web, chart: {ref: c}, namespace: shop, token: *hunter2 }
`,
    never: ['hunter'],
    problems: ['deploy.yaml:6:61 releases.a.token: no anchor of this name stands before the alias'],
  },
  {
    title: 'a password with a reserved first character',
    yaml: `${head}releases:
  a:
    system: web
    token: @hunter2
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:8:12: not valid YAML: unquoted text cannot start with this character; put it in quotes',
    ],
  },
  {
    title: 'a password that looks like a block header',
    yaml: `${head}releases:
  a:
    system: web
    token: >hunter2
`,
    never: ['hunter'],
    problems: ['deploy.yaml:8:13: not valid YAML: something is here that cannot stand here'],
  },
  {
    title: 'a password with a stray escape',
    yaml: `${head}releases:
  a:
    system: web
    token: "\\hunter2"
`,
    never: ['hunter'],
    problems: [
      'deploy.yaml:8:13: not valid YAML: unknown escape after "\\" in double quotes; write "\\\\", or use single quotes',
    ],
  },
  {
    title: 'a password with a leading zero',
    yaml: `${head}releases:
  a:
    system: web
    token: 0123456
`,
    never: ['0123456'],
    problems: [
      'deploy.yaml:8:12 releases.a.token: without quotes this is another number for Helm (YAML 1.1) than in YAML 1.2; write it in decimal digits only, or put it in quotes',
    ],
  },
];
