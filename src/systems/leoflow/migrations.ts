/** The Job that migrates the database before each install and upgrade. */
import { z } from 'zod';
import type { Values } from '../../stack/desired.ts';
import { image } from '../../stack/fields.ts';
import { given } from '../given.ts';
import { imageValues } from '../image.ts';

const repository = 'ghcr.io/neochaotic/leoflow-migrate';

export const migrations = z.strictObject({
  enabled: z.boolean().default(true).describe('false: migrate yourself before each upgrade. Default: true.'),
  image: image
    .optional()
    .describe('Must be of the same version as the server’s. Default: the chart’s, with the tag of `image`.'),
  path: z.string().min(1).optional().describe('Folder of the migrations in the image. Default: /migrations.'),
  databaseCa: z
    .enum(['image', 'chart', 'unverified'])
    .optional()
    .describe(
      'With database.ca, how the Job verifies the database, since the chart mounts the CA only in the server: ' +
        '"image": an image of your own has it at /etc/leoflow/db-ca/ca.crt. "chart": your chart is newer and mounts it in the Job. ' +
        '"unverified": it does not; its connection is encrypted only, and the server checks the chain but not the host name.',
    ),
});

export type Migrations = z.output<typeof migrations>;

export function migrationValues(options: Migrations, serverTag: string | undefined): Values {
  if (!options.enabled) return { migrations: { enabled: false } };
  const { image: own, path } = options;
  const pinned = own?.digest === undefined && own?.tag === undefined && serverTag !== undefined;
  const images = imageValues({ ...own, ...(pinned ? { tag: serverTag } : {}) }, repository);
  return given({
    migrations: {
      image: Object.keys(images).length === 0 ? undefined : images,
      path,
      podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } }, // restricted namespaces ask for it (LF-34)
    },
  });
}
