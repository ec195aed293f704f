/** What differs: between two sets of objects, and between two versions of one. */
export { diffData } from './fields.ts';
export { diffObjects } from './objects.ts';
