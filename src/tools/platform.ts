/** Where tools run: what they are released for, as Node.js names it. */

export const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'] as const;

export type Platform = (typeof platforms)[number];

/** Null where no tool is downloaded for: there it has to be on PATH. */
export const hostPlatform = (): Platform | null =>
  platforms.find((platform) => platform === `${process.platform}-${process.arch}`) ?? null;
