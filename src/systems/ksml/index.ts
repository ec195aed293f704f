/** KSML: the provisioner, a REST server that deploys applications, and applications deployed without it. */
import { defineSystem } from '../system.ts';
import * as application from './application-options.ts';
import { applicationRecipe } from './application.ts';
import * as provisioner from './provisioner-options.ts';
import { provisionerRecipe } from './provisioner.ts';

export const ksmlProvisioner = defineSystem({
  name: 'ksml-provisioner',
  options: provisioner.options.superRefine(provisioner.refuseCombinations),
  recipe: provisionerRecipe,
});

export const ksmlApplication = defineSystem({
  name: 'ksml-application',
  options: application.options.superRefine(application.refuseCombinations),
  recipe: applicationRecipe,
});
