/** What the systems' own documents and charts call things, where our key is another. */
import { z } from 'zod';

/** By word: our key, or a sentence where it takes more than another name. For a map, also of a copy that is refined. */
export const synonyms = z.registry<Readonly<Record<string, string>>>();
