/** The end of a text that comes in parts, in bounded memory: a program may print for hours. */
export interface OutputTail {
  push(part: string): void;
  text(): string;
  /** Whether the beginning is gone. */
  readonly cut: boolean;
}

/** `limit`: characters that are kept. */
export function outputTail(limit: number): OutputTail {
  const parts: string[] = [];
  let length = 0;
  let cut = false;
  return {
    push(part) {
      if (part === '') return;
      parts.push(part);
      length += part.length;
      for (let [first] = parts; first !== undefined && length - first.length >= limit; [first] = parts) {
        parts.shift();
        length -= first.length;
        cut = true;
      }
    },
    text: () => parts.join('').slice(-limit),
    get cut() {
      return cut || length > limit;
    },
  };
}
