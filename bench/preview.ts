/**
 * `npm run bench`: `k8s-deploy preview` beside what it is compared with, on a control plane of this machine, in turns; then stacks of many
 * releases.
 */
import { fourSystems } from './four-systems.ts';
import { manyReleases } from './many-releases.ts';
import { onPlanes } from './on-planes.ts';

await onPlanes([fourSystems, manyReleases]);
