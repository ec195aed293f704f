/** What the runner is told to hide in everything that the job prints, whoever prints it. */
import { setSecret } from '@actions/core';
import { maskLines } from '../../redaction/mask-lines.ts';

export type Mask = (secret: unknown) => void;

/** Each leaf and each line by itself, once: a runner looks for whole lines only. */
export function openMasks(): Mask {
  const masked = new Set<string>();
  return (secret) => {
    for (const line of maskLines(secret)) {
      if (masked.has(line)) continue;
      masked.add(line);
      setSecret(line);
    }
  };
}
