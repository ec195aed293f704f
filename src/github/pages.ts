/** The address of the next page in a Link header: `<https://…?page=2>; rel="next", <https://…?page=4>; rel="last"`. Null on the last page. */
export function nextPage(headers: Headers): string | null {
  for (const link of (headers.get('link') ?? '').split(/,\s*(?=<)/)) {
    const [, address, parameters] = /^<([^>]*)>\s*;(.*)$/s.exec(link) ?? [];
    if (address !== undefined && /(?:^|;)\s*rel="?next"?\s*(?:;|$)/.test(parameters ?? '')) return address;
  }
  return null;
}
