import { describe, expect, it } from 'vitest';
import { isIgnored, parseHelmIgnore } from '../../../../src/render/charts/helmignore.ts';

// The cases of Helm's own pkg/ignore tests, and the sharp edges of Go's filepath.Match.
describe('.helmignore', () => {
  it.each([
    ['helm.txt', 'helm.txt', false, true],
    ['helm.*', 'helm.txt', false, true],
    ['helm.*', 'rudder.txt', false, false],
    ['*.txt', 'tiller.txt', false, true],
    ['*.txt', 'cargo/a.txt', false, true],
    ['cargo/*.txt', 'cargo/a.txt', false, true],
    ['cargo/*.*', 'cargo/a.txt', false, true],
    ['cargo/*.txt', 'mast/a.txt', false, false],
    ['ru[c-e]?er.txt', 'rudder.txt', false, true],
    ['ru[^c-e]?er.txt', 'rudder.txt', false, false],
    ['templates/.?*', 'templates/.dotfile', false, true],
    ['/tiller.txt', 'tiller.txt', false, true],
    ['/tiller.txt', 'cargo/tiller.txt', false, false],
    ['cargo/', 'cargo', true, true],
    ['cargo/', 'cargo', false, false],
    ['a/b/', 'a/b', true, true],
    ['mast/', 'mast/a.txt', false, false],
    ['!helm.txt', 'helm.txt', false, false],
    ['!helm.txt', 'tiller.txt', false, true],
    ['!*.txt', 'cargo', true, true],
    ['\\*.txt', '*.txt', false, true],
    ['\\*.txt', 'a.txt', false, false],
    ['[\\]]', ']', false, true],
    ['a.c', 'abc', false, false],
    ['*', 'a/b', false, true],
    ['a*', 'a/b', false, false],
    ['# *', 'a', false, false],
    ['', 'templates/.git', false, true],
    ['', 'templates/.', false, false],
    ['', '.helmignore', false, false],
  ])('rule %j, path %j, folder %s → ignored %s', (rule, path, folder, ignored) => {
    expect(isIgnored(path, folder, parseHelmIgnore(`\uFEFF${rule}\r\n`))).toBe(ignored);
  });

  it.each(['a/**', '[a', 'a\\', '[-a]', '[a-]'])('rule %j is refused', (rule) => {
    expect(() => parseHelmIgnore(rule)).toThrow(`its .helmignore has the rule ${JSON.stringify(rule)}: `);
  });
});
