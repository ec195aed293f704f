import { encryption } from './encryption.ts';
import type { Feature } from './feature.ts';
import { lifecycle } from './lifecycle.ts';
import { publicAccess } from './public-access.ts';
import { tags } from './tags.ts';
import { versioning } from './versioning.ts';

/** In the order in which they are set: whose it is first, then what protects it. */
export const features: readonly Feature[] = [tags, publicAccess, encryption, versioning, lifecycle];
