/** Why a command did not succeed, in the documents of several. */
import { z } from 'zod';
import { exitCodes, type FailureCode } from '../stack/failure.ts';

export const errorJson = z.strictObject({
  code: z.enum(Object.keys(exitCodes) as FailureCode[]).describe('Why, of a closed set'),
  exitCode: z.int().describe('Of the program'),
  message: z.string().describe('What happened'),
  hint: z.string().nullable().describe('What to do'),
});
