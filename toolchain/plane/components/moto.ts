import type { Component } from '../component.ts';
import { host, portOf } from '../plane.ts';
import { answers } from '../wait.ts';

/** AWS for tests, in memory: a restart forgets everything. */
export const moto: Component = {
  name: 'moto',
  program: 'python',
  needs: [],
  // Isolated (-I): neither the working directory nor the user's packages get in the way.
  command: (plane) => ({
    args: ['-I', '-u', '-m', 'moto.server', '-H', host, '-p', String(portOf(plane, 'moto'))],
  }),
  ready: (plane) => answers(`http://${host}:${portOf(plane, 'moto')}/moto-api/`),
};
