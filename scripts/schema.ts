/** Writes the JSON Schemas of our files from what they are checked by; with --check, fails if one differs. */
import { contractJsonSchema } from '../src/contract/suite/schema.ts';
import { checkJsonSchema } from '../src/report/check/json.ts';
import { destroyJsonSchema } from '../src/report/departure/json.ts';
import { driftJsonSchema } from '../src/report/drift/json.ts';
import { migrationJsonSchema } from '../src/report/migration/json.ts';
import { outcomeJsonSchema } from '../src/report/outcome/json.ts';
import { doctorJsonSchema } from '../src/report/doctor/json.ts';
import { planJsonSchema } from '../src/report/plan/json.ts';
import { recoveryJsonSchema } from '../src/report/recovery/json.ts';
import { restartJsonSchema } from '../src/report/restart.ts';
import { statusJsonSchema } from '../src/report/status/json.ts';
import { logsJsonSchema } from '../src/report/status/logs-json.ts';
import { metricsJsonSchema } from '../src/report/status/metrics-json.ts';
import { stackFileJsonSchema } from '../src/stack/schema.ts';
import { systems } from '../src/systems/registry.ts';
import { generated } from './generated.ts';

const schemas = [
  ['schemas/deploy.schema.json', 'src/stack/schema.ts', stackFileJsonSchema(systems)],
  ['schemas/contract.schema.json', 'src/contract/suite/schema.ts', contractJsonSchema()],
  ['schemas/check.schema.json', 'src/report/check/json.ts', checkJsonSchema()],
  ['schemas/doctor.schema.json', 'src/report/doctor/json.ts', doctorJsonSchema()],
  ['schemas/plan.schema.json', 'src/report/plan/json.ts', planJsonSchema()],
  ['schemas/status.schema.json', 'src/report/status/json.ts', statusJsonSchema()],
  ['schemas/drift.schema.json', 'src/report/drift/json.ts', driftJsonSchema()],
  ['schemas/migrate.schema.json', 'src/report/migration/json.ts', migrationJsonSchema()],
  ['schemas/outcome.schema.json', 'src/report/outcome/json.ts', outcomeJsonSchema()],
  ['schemas/destroy.schema.json', 'src/report/departure/json.ts', destroyJsonSchema()],
  ['schemas/recovery.schema.json', 'src/report/recovery/json.ts', recoveryJsonSchema()],
  ['schemas/restart.schema.json', 'src/report/restart.ts', restartJsonSchema()],
  ['schemas/logs.schema.json', 'src/report/status/logs-json.ts', logsJsonSchema()],
  ['schemas/metrics.schema.json', 'src/report/status/metrics-json.ts', metricsJsonSchema()],
] as const;

for (const [name, origin, schema] of schemas) {
  const remedy = `differs from the schema in ${origin}; run node scripts/schema.ts`;
  generated(name, `${JSON.stringify(schema, null, 2)}\n`, remedy);
}
