/** What a store of states may hold, at its top: what Pulumi writes, and our notes beside it. */
export const isOurs = (name: string): boolean =>
  name === '.pulumi' || name === '.pulumi.attrs' || name === '.k8s-deploy';
