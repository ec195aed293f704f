/** Kubernetes' functions where their details differ from what one would guess. */
import { expect, test } from 'vitest';
import { compileExpression } from '../../../../src/contract/cel/expression.ts';

test.each([
  // quantities: exact, in billionths, rounded away from zero, within 64 bits
  'quantity("0.1").add(quantity("0.2")) == quantity("0.3")',
  'quantity("1e3") == quantity("1k") && quantity("1E") == quantity("1e18") && quantity("1E3") == quantity("1000")',
  'quantity("0.1n") == quantity("1n") && quantity("-0.1n") == quantity("-1n")',
  'quantity("1e99").asInteger() == 9223372036854775807 && quantity("1e-99") == quantity("1n")',
  'quantity(".5Gi").compareTo(quantity("512Mi")) == 0 && quantity("5.").asInteger() == 5',
  'quantity("0").sign() == 0 && quantity("-1").sign() == -1 && quantity("+1m").sign() == 1',
  '["", "1.5.2", "1 Gi", "1gi", "Gi", "1e", "0x1", "1KiB", "--1"].all(q, !isQuantity(q))',
  'type(quantity("1")) != type(semver("1.0.0"))',
  // semantic versions
  'semver("1.2.3-rc.1").isLessThan(semver("1.2.3")) && semver("1.2.3+a") == semver("1.2.3+b")',
  'isSemver("v01.2", true) && semver("v01.2", true) == semver("1.2.0") && !isSemver("01.2.0")',
  '["", "1", "1.2", "v1.2.3", "1.2.3.4", "1.2.x"].all(v, !isSemver(v))',
  // URLs: as they are written
  'url("https://Example.com:443/a/../b").getHost() == "Example.com:443"',
  'url("https://example.com:443/a/../b").getEscapedPath() == "/a/../b"',
  'url("https://user:pw@example.com/").getHostname() == "example.com"',
  'url("https://[2001:db8::1]:8080").getHost() == "[2001:db8::1]:8080" && url("https://h").getPort() == ""',
  'url("/path?a=b+c&a=%20").getQuery() == {"a": ["b c", " "]} && url("/path").getScheme() == ""',
  'url("HTTPS://h/%41%20é").getEscapedPath() == "/%41%20%C3%A9" && url("HTTPS://h").getScheme() == "https"',
  '["", "h/a", "../a", "https://h:port/", "https://h/%zz", "https://[::1/", "a\\nb", "://h"].all(u, !isURL(u))',
  // lists
  '[1, 1.5, 2u].sum() == 4.5 && [].sum() == 0 && [1.5, 1].min() == 1 && ["b", "a"].max() == "b"',
  '[1, 1.0, 2].isSorted() && ![2, 1].isSorted() && [].isSorted() && [false, true].isSorted()',
  '[1, 2].indexOf(3) == -1 && [1.0].indexOf(1) == 0 && [[1]].indexOf([1]) == -1',
  // regular expressions
  '"aXbX".findAll("[a-z]", 1) == ["a"] && "ab".findAll("[a-z]", -1) == ["a", "b"] && "ab".findAll(".", 0) == []',
  '"abc".find("x") == "" && "key: value".find("v.*") == "value" && "aé😀".findAll(".") == ["a", "é", "😀"]',
  // text in text
  'base64.decode("YQ") == b"a" && base64.decode("YQ==") == b"a" && base64.decode("") == b""',
  'yaml.decode("") == null && json.decode("{\\"a\\": [1]}").a[0] + 1 == 2',
])('%s', (text) => {
  const compiled = compileExpression(text, new Set());
  expect(compiled).toMatchObject({ ok: true });
  expect(compiled.ok && compiled.expression.evaluate({})).toEqual({ ok: true, value: true });
});
