/** What names look like, for those who read no stack file and do without its schema. */

/** A stack as `Pulumi.<stack>.yaml` and the backends of Pulumi name it; at most `longestStackName` characters. */
export const stackNamePattern = /^[A-Za-z0-9_][-.\w]*$/;

export const longestStackName = 100;

export const kubeVersionPattern = /^1\.\d{1,2}(\.\d+)?$/;
