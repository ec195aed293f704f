/** A piece of the style, as it is; the name lets editors and the formatter know what it is. */
export const css = String.raw;
