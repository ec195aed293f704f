/** KSML: the provisioner, a REST server that deploys applications, and applications deployed without it. */
import { defineSystem } from '../system.ts';
import * as application from './application-options.ts';
import { applicationRecipe } from './application.ts';
import { kafkaFaults } from './kafka.ts';
import { provisionerFaults } from './provisioner-faults.ts';
import { provisionerNeeds } from './needs.ts';
import * as provisioner from './provisioner-options.ts';
import { provisionerRecipe } from './provisioner.ts';
import { applicationRules, provisionerRules } from './rules/index.ts';
import { runnerFaults } from './runner-values.ts';

export const ksmlProvisioner = defineSystem({
  name: 'ksml-provisioner',
  options: provisioner.options.superRefine(provisioner.refuseCombinations),
  recipe: provisionerRecipe,
  faults: provisionerFaults,
  needs: provisionerNeeds,
  rules: provisionerRules,
});

export const ksmlApplication = defineSystem({
  name: 'ksml-application',
  options: application.options.superRefine(application.refuseCombinations),
  recipe: applicationRecipe,
  faults: (values) => [...runnerFaults(values), ...kafkaFaults(values)],
  rules: applicationRules,
});
