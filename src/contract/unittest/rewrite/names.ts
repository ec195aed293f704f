/** Names in a contract that are made of those of tests, each once. */

export class Names {
  readonly #taken = new Set<string>();

  /** The first, or with a number behind it. At most 100 characters, as contract files have it. */
  unique(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count++) name = `${wanted}-${count}`;
    this.#taken.add(name);
    return name;
  }
}

const mostCharacters = 80;

/** `sets-2-replicas-for-prod`; lower-case words joined by "-", beginning with a letter. */
export function slugOf(text: string, otherwise: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const slug = words.join('-').slice(0, mostCharacters).replace(/-$/, '');
  if (slug === '') return otherwise;
  return /^[a-z]/.test(slug) ? slug : `${otherwise}-${slug}`;
}
