/** What stands in the place of a secret. It tells nothing of it, not even how long it is. */
export const mask = '(secret)';
