/** `acme/shop` in an address of the API. */
export const repositoryPath = (repository: string): string =>
  `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
